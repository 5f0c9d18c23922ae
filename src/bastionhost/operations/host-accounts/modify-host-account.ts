import type { Redacted } from '../../../common/redacted.ts';
import { Optional, Sensitive, Unsupported } from '../../../gateway/fields.ts';
import { HostAccountsService } from '../../hosts/host-accounts.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, Name, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class ModifyHostAccountRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostAccountId: string;
  @Optional() @Name() HostAccountName?: string;
  @Optional() @Sensitive(1, 512) Password?: Redacted<string>;
  /** The key's text in Base64. */
  @Optional() @Sensitive(1, 32_768) PrivateKey?: Redacted<string>;
  @Optional() @Sensitive(1, 512) PassPhrase?: Redacted<string>;
  @Optional() @Unsupported('there are no shared keys') HostShareKeyId?: string;
  @Optional() @Unsupported('the bastion does not change passwords itself', ['Normal']) PrivilegeType?: string;
  @Optional() @Unsupported('the bastion does not change passwords itself', ['Self']) RotationMode?: string;
}

@BastionhostAction({
  request: ModifyHostAccountRequest,
  response: NoAnswer,
  route: 'PATCH /bastionhost/host-accounts/{HostAccountId}',
  partial: 'PassPhrase is refused without PrivateKey; an account that refers to a KMS secret takes no other credential',
})
export class ModifyHostAccount implements BastionHandler<ModifyHostAccountRequest, NoAnswer> {
  constructor(private readonly accounts: HostAccountsService) {}

  async handle(bastion: Bastion, request: ModifyHostAccountRequest): Promise<NoAnswer> {
    const { Password, PrivateKey, PassPhrase } = request;
    await this.accounts.modify(bastion, request.HostAccountId, {
      accountName: request.HostAccountName,
      credential: { password: Password, privateKey: PrivateKey, passphrase: PassPhrase },
    });
    return {};
  }
}
