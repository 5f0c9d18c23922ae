import type { Redacted } from '../../../common/redacted.ts';
import { Clearable, OneOf, Optional } from '../../../gateway/fields.ts';
import type { PrivilegeType, RotationMode } from '../../hosts/host-account.entity.ts';
import { HostAccountChanges } from '../../hosts/host-account-changes.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { EncodedPrivateKey, InstanceId, Name, ObjectId, PassPhrase, Password } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class ModifyHostAccountRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostAccountId: string;
  @Optional() @Name() HostAccountName?: string;
  @Optional() @Password() Password?: Redacted<string>;
  @Optional() @EncodedPrivateKey() PrivateKey?: Redacted<string>;
  @Optional() @PassPhrase() PassPhrase?: Redacted<string>;
  @Clearable() @ObjectId() HostShareKeyId?: string;
  @Optional() @OneOf('Normal', 'Privileged') PrivilegeType?: PrivilegeType;
  @Optional() @OneOf('Self', 'Privileged') RotationMode?: RotationMode;
}

@BastionhostAction({
  request: ModifyHostAccountRequest,
  response: NoAnswer,
  route: 'PATCH /bastionhost/host-accounts/{HostAccountId}',
  partial:
    'PassPhrase is refused without PrivateKey; an account that refers to a KMS secret takes no other credential; ' +
    'PrivilegeType and RotationMode are kept without effect',
})
export class ModifyHostAccount implements BastionHandler<ModifyHostAccountRequest, NoAnswer> {
  constructor(private readonly accounts: HostAccountChanges) {}

  async handle(bastion: Bastion, request: ModifyHostAccountRequest): Promise<NoAnswer> {
    const { Password: password, PrivateKey: privateKey, PassPhrase: passphrase } = request;
    await this.accounts.modify(bastion, request.HostAccountId, {
      accountName: request.HostAccountName,
      credential: { password, privateKey, passphrase },
      hostShareKeyId: request.HostShareKeyId,
      privilegeType: request.PrivilegeType,
      rotationMode: request.RotationMode,
    });
    return {};
  }
}
