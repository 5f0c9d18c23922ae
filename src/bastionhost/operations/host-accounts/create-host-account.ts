import type { Redacted } from '../../../common/redacted.ts';
import { Member, OneOf, Optional } from '../../../gateway/fields.ts';
import type { PrivilegeType, RotationMode } from '../../hosts/host-account.entity.ts';
import { HostAccountsService } from '../../hosts/host-accounts.ts';
import type { ProtocolName } from '../../hosts/host.entity.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { EncodedPrivateKey, InstanceId, Name, ObjectId, PassPhrase, Password } from '../bastionhost-fields.ts';

export class CreateHostAccountRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostId: string;
  @OneOf('SSH', 'RDP') ProtocolName: ProtocolName;
  @Name() HostAccountName: string;
  @Optional() @Password() Password?: Redacted<string>;
  @Optional() @EncodedPrivateKey() PrivateKey?: Redacted<string>;
  @Optional() @PassPhrase() PassPhrase?: Redacted<string>;
  @Optional() @ObjectId() HostShareKeyId?: string;
  @Optional() @OneOf('Normal', 'Privileged') PrivilegeType?: PrivilegeType;
  @Optional() @OneOf('Self', 'Privileged') RotationMode?: RotationMode;
}

export class CreateHostAccountResponse {
  @Member() HostAccountId: string;
}

@BastionhostAction({
  request: CreateHostAccountRequest,
  response: CreateHostAccountResponse,
  route: 'POST /bastionhost/host-accounts',
  partial: 'PrivilegeType and RotationMode are kept without effect',
})
export class CreateHostAccount implements BastionHandler<CreateHostAccountRequest, CreateHostAccountResponse> {
  constructor(private readonly accounts: HostAccountsService) {}

  async handle(bastion: Bastion, request: CreateHostAccountRequest): Promise<CreateHostAccountResponse> {
    const { Password: password, PrivateKey: privateKey, PassPhrase: passphrase } = request;
    const hostAccountId = await this.accounts.create(bastion, {
      hostId: request.HostId,
      protocolName: request.ProtocolName,
      accountName: request.HostAccountName,
      credential: { password, privateKey, passphrase },
      hostShareKeyId: request.HostShareKeyId,
      privilegeType: request.PrivilegeType,
      rotationMode: request.RotationMode,
    });
    return { HostAccountId: hostAccountId };
  }
}
