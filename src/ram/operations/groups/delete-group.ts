import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { PublishedAsOptional } from '../../../gateway/fields.ts';
import { groupResource } from '../../../identity/arns.ts';
import { RamGroups } from '../../../identity/groups/ram-groups.ts';
import { RamAction } from '../ram-action.ts';
import { GroupName } from '../ram-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class DeleteGroupRequest {
  @PublishedAsOptional() @GroupName() GroupName: string;
}

@RamAction({
  request: DeleteGroupRequest,
  response: EmptyResponse,
  route: 'DELETE /ram/groups/{GroupName}',
  resource: (caller, { GroupName }) => groupResource(caller, GroupName),
})
export class DeleteGroup implements ActionHandler<DeleteGroupRequest, EmptyResponse> {
  constructor(private readonly groups: RamGroups) {}

  async handle(caller: Caller, { GroupName }: DeleteGroupRequest): Promise<EmptyResponse> {
    await this.groups.delete(caller, GroupName);
    return {};
  }
}
