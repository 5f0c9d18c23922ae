import type { Redacted } from '../../../common/redacted.ts';
import { Optional } from '../../../gateway/fields.ts';
import { HostShareKeys } from '../../hosts/host-share-keys.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { EncodedPassPhrase, EncodedPrivateKey, InstanceId, Name, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class ModifyHostShareKeyRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostShareKeyId: string;
  @Optional() @Name() HostShareKeyName?: string;
  @Optional() @EncodedPrivateKey() PrivateKey?: Redacted<string>;
  @Optional() @EncodedPassPhrase() PassPhrase?: Redacted<string>;
}

@BastionhostAction({
  request: ModifyHostShareKeyRequest,
  response: NoAnswer,
  route: 'PATCH /bastionhost/host-share-keys/{HostShareKeyId}',
  partial: 'PassPhrase is refused without PrivateKey',
})
export class ModifyHostShareKey implements BastionHandler<ModifyHostShareKeyRequest, NoAnswer> {
  constructor(private readonly keys: HostShareKeys) {}

  async handle(bastion: Bastion, request: ModifyHostShareKeyRequest): Promise<NoAnswer> {
    const { HostShareKeyName: keyName, PrivateKey: privateKey, PassPhrase: passphrase } = request;
    await this.keys.modify(bastion, request.HostShareKeyId, { keyName, privateKey, passphrase });
    return {};
  }
}
