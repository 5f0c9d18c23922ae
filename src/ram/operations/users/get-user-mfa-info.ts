import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { PublishedAsOptional } from '../../../gateway/fields.ts';
import { userResource } from '../../../identity/arns.ts';
import { IdentityErrors } from '../../../identity/identity.errors.ts';
import { RamUsers } from '../../../identity/users/ram-users.ts';
import { RamAction } from '../ram-action.ts';
import { UserName } from '../ram-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class GetUserMFAInfoRequest {
  @PublishedAsOptional() @UserName() UserName: string;
}

@RamAction({
  request: GetUserMFAInfoRequest,
  response: EmptyResponse,
  route: 'GET /ram/users/{UserName}/mfa-device',
  resource: (caller, { UserName }) => userResource(caller, UserName),
  partial: 'no RAM user has an MFA device',
})
export class GetUserMFAInfo implements ActionHandler<GetUserMFAInfoRequest, EmptyResponse> {
  constructor(private readonly users: RamUsers) {}

  async handle(caller: Caller, { UserName }: GetUserMFAInfoRequest): Promise<never> {
    await this.users.get(caller, UserName);
    throw IdentityErrors.MfaDeviceNotFound();
  }
}
