import type { Redacted } from '../../../common/redacted.ts';
import { Member, Optional } from '../../../gateway/fields.ts';
import { HostShareKeys } from '../../hosts/host-share-keys.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { EncodedPassPhrase, EncodedPrivateKey, InstanceId, Name } from '../bastionhost-fields.ts';

export class CreateHostShareKeyRequest {
  @InstanceId() InstanceId: string;
  @Name() HostShareKeyName: string;
  @EncodedPrivateKey() PrivateKey: Redacted<string>;
  @Optional() @EncodedPassPhrase() PassPhrase?: Redacted<string>;
}

export class CreateHostShareKeyResponse {
  /** A number in this answer alone. */
  @Member() HostShareKeyId: number;
}

@BastionhostAction({
  request: CreateHostShareKeyRequest,
  response: CreateHostShareKeyResponse,
  route: 'POST /bastionhost/host-share-keys',
})
export class CreateHostShareKey implements BastionHandler<CreateHostShareKeyRequest, CreateHostShareKeyResponse> {
  constructor(private readonly keys: HostShareKeys) {}

  async handle(bastion: Bastion, request: CreateHostShareKeyRequest): Promise<CreateHostShareKeyResponse> {
    const { HostShareKeyName: keyName, PrivateKey: privateKey, PassPhrase: passphrase } = request;
    return { HostShareKeyId: Number(await this.keys.create(bastion, { keyName, privateKey, passphrase })) };
  }
}
