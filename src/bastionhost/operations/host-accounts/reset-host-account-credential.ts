import { OneOf } from '../../../gateway/fields.ts';
import { HostAccountChanges, type ResettablePart } from '../../hosts/host-account-changes.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class ResetHostAccountCredentialRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostAccountId: string;
  @OneOf('Password', 'PrivateKey') CredentialType: ResettablePart;
}

@BastionhostAction({
  request: ResetHostAccountCredentialRequest,
  response: NoAnswer,
  route: 'POST /bastionhost/host-accounts:reset-credential',
})
export class ResetHostAccountCredential implements BastionHandler<ResetHostAccountCredentialRequest, NoAnswer> {
  constructor(private readonly accounts: HostAccountChanges) {}

  async handle(bastion: Bastion, request: ResetHostAccountCredentialRequest): Promise<NoAnswer> {
    await this.accounts.reset(bastion, request.HostAccountId, request.CredentialType);
    return {};
  }
}
