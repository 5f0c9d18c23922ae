import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { PublishedAsOptional } from '../../../gateway/fields.ts';
import { groupResource } from '../../../identity/arns.ts';
import { Attachments } from '../../../identity/policies/attachments.ts';
import { RamAction } from '../ram-action.ts';
import { GroupName } from '../ram-fields.ts';
import { AttachedPoliciesResponse, showAttached } from '../shapes/policy.ts';

export class ListPoliciesForGroupRequest {
  @PublishedAsOptional() @GroupName() GroupName: string;
}

@RamAction({
  request: ListPoliciesForGroupRequest,
  response: AttachedPoliciesResponse,
  route: 'GET /ram/groups/{GroupName}/policies',
  resource: (caller, { GroupName }) => groupResource(caller, GroupName),
})
export class ListPoliciesForGroup implements ActionHandler<ListPoliciesForGroupRequest, AttachedPoliciesResponse> {
  constructor(private readonly attachments: Attachments) {}

  async handle(caller: Caller, { GroupName }: ListPoliciesForGroupRequest): Promise<AttachedPoliciesResponse> {
    return showAttached(await this.attachments.policiesOf(caller, { kind: 'Group', name: GroupName }));
  }
}
