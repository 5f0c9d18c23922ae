import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { PublishedAsOptional } from '../../../gateway/fields.ts';
import { userResource } from '../../../identity/arns.ts';
import { IdentityErrors } from '../../../identity/identity.errors.ts';
import { RamUsers } from '../../../identity/users/ram-users.ts';
import { RamAction } from '../ram-action.ts';
import { UserName } from '../ram-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class DeleteLoginProfileRequest {
  @PublishedAsOptional() @UserName() UserName: string;
}

@RamAction({
  request: DeleteLoginProfileRequest,
  response: EmptyResponse,
  route: 'DELETE /ram/users/{UserName}/login-profile',
  resource: (caller, { UserName }) => userResource(caller, UserName),
  partial: 'no RAM user has a login profile: nobody logs on to a console',
})
export class DeleteLoginProfile implements ActionHandler<DeleteLoginProfileRequest, EmptyResponse> {
  constructor(private readonly users: RamUsers) {}

  async handle(caller: Caller, { UserName }: DeleteLoginProfileRequest): Promise<never> {
    await this.users.get(caller, UserName);
    throw IdentityErrors.LoginProfileNotFound();
  }
}
