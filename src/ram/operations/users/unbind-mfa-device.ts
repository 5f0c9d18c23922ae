import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { PublishedAsOptional } from '../../../gateway/fields.ts';
import { userResource } from '../../../identity/arns.ts';
import { IdentityErrors } from '../../../identity/identity.errors.ts';
import { RamUsers } from '../../../identity/users/ram-users.ts';
import { RamAction } from '../ram-action.ts';
import { UserName } from '../ram-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class UnbindMFADeviceRequest {
  @PublishedAsOptional() @UserName() UserName: string;
}

@RamAction({
  request: UnbindMFADeviceRequest,
  response: EmptyResponse,
  route: 'POST /ram/users:unbind-mfa-device',
  resource: (caller, { UserName }) => userResource(caller, UserName),
  partial: 'no RAM user has an MFA device',
})
export class UnbindMFADevice implements ActionHandler<UnbindMFADeviceRequest, EmptyResponse> {
  constructor(private readonly users: RamUsers) {}

  async handle(caller: Caller, { UserName }: UnbindMFADeviceRequest): Promise<never> {
    await this.users.get(caller, UserName);
    throw IdentityErrors.MfaDeviceNotFound();
  }
}
