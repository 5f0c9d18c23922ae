import type { Redacted } from '../../../common/redacted.ts';
import { Member, OneOf, Optional, Sensitive, Unsupported } from '../../../gateway/fields.ts';
import { HostAccountsService } from '../../hosts/host-accounts.ts';
import type { ProtocolName } from '../../hosts/host.entity.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, Name, ObjectId } from '../bastionhost-fields.ts';

export class CreateHostAccountRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostId: string;
  @OneOf('SSH', 'RDP') ProtocolName: ProtocolName;
  @Name() HostAccountName: string;
  @Optional() @Sensitive(1, 512) Password?: Redacted<string>;
  /** The key's text in Base64. */
  @Optional() @Sensitive(1, 32_768) PrivateKey?: Redacted<string>;
  @Optional() @Sensitive(1, 512) PassPhrase?: Redacted<string>;
  @Optional() @Unsupported('there are no shared keys') HostShareKeyId?: string;
  @Optional() @Unsupported('the bastion does not change passwords itself', ['Normal']) PrivilegeType?: string;
  @Optional() @Unsupported('the bastion does not change passwords itself', ['Self']) RotationMode?: string;
}

export class CreateHostAccountResponse {
  @Member() HostAccountId: string;
}

@BastionhostAction({
  request: CreateHostAccountRequest,
  response: CreateHostAccountResponse,
  route: 'POST /bastionhost/host-accounts',
})
export class CreateHostAccount implements BastionHandler<CreateHostAccountRequest, CreateHostAccountResponse> {
  constructor(private readonly accounts: HostAccountsService) {}

  async handle(bastion: Bastion, request: CreateHostAccountRequest): Promise<CreateHostAccountResponse> {
    const { Password, PrivateKey, PassPhrase } = request;
    const hostAccountId = await this.accounts.create(bastion, {
      hostId: request.HostId,
      protocolName: request.ProtocolName,
      accountName: request.HostAccountName,
      credential: { password: Password, privateKey: PrivateKey, passphrase: PassPhrase },
    });
    return { HostAccountId: hostAccountId };
  }
}
