import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { PublishedAsOptional } from '../../../gateway/fields.ts';
import { userResource } from '../../../identity/arns.ts';
import { RamUsers } from '../../../identity/users/ram-users.ts';
import { RamAction } from '../ram-action.ts';
import { UserName } from '../ram-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class DeleteUserRequest {
  @PublishedAsOptional() @UserName() UserName: string;
}

@RamAction({
  request: DeleteUserRequest,
  response: EmptyResponse,
  route: 'DELETE /ram/users/{UserName}',
  resource: (caller, { UserName }) => userResource(caller, UserName),
})
export class DeleteUser implements ActionHandler<DeleteUserRequest, EmptyResponse> {
  constructor(private readonly users: RamUsers) {}

  async handle(caller: Caller, { UserName }: DeleteUserRequest): Promise<EmptyResponse> {
    await this.users.delete(caller, UserName);
    return {};
  }
}
