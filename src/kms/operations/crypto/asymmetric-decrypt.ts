import type { Caller } from '../../../common/caller.ts';
import type { FindingHandler } from '../../../gateway/action.ts';
import { Flag, Member, OneOf, Optional } from '../../../gateway/fields.ts';
import { fromBase64 } from '../../../common/base64.ts';
import { AsymmetricCiphers } from '../../keys/asymmetric-ciphers.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KeyUse, withKey, type FoundKey } from '../../keys/key-use.ts';
import { rsaEncryptionAlgorithms, type RsaEncryptionAlgorithm } from '../../keys/rsa-encryption.ts';
import { KmsAction } from '../kms-action.ts';
import { Base64, KeyId, KeyVersionId } from '../kms-fields.ts';
import { orDryRun } from '../shapes/dry-run.ts';

export class AsymmetricDecryptRequest {
  @KeyId() KeyId: string;
  @KeyVersionId() KeyVersionId: string;
  @OneOf(...rsaEncryptionAlgorithms) Algorithm: RsaEncryptionAlgorithm;
  @Base64(512) CiphertextBlob: string;
  @Optional() @Flag() DryRun: boolean = false;
}

export class AsymmetricDecryptResponse {
  @Member() KeyId: string;
  @Member() KeyVersionId: string;
  @Member() Plaintext: string;
}

@KmsAction({
  request: AsymmetricDecryptRequest,
  response: AsymmetricDecryptResponse,
  route: 'POST /kms/keys:asymmetric-decrypt',
  resource: (caller, request) => keyArn(caller, request.KeyId),
  reword: orDryRun,
})
export class AsymmetricDecrypt implements FindingHandler<
  AsymmetricDecryptRequest,
  AsymmetricDecryptResponse,
  FoundKey
> {
  constructor(
    private readonly keys: KeyUse,
    private readonly ciphers: AsymmetricCiphers,
  ) {}

  find(caller: Caller, { KeyId: key, KeyVersionId: keyVersionId }: AsymmetricDecryptRequest): Promise<FoundKey> {
    return this.keys.find(caller, { key, keyVersionId });
  }

  async handle(
    _caller: Caller,
    request: AsymmetricDecryptRequest,
    found: FoundKey,
  ): Promise<AsymmetricDecryptResponse> {
    const { KeyVersionId: keyVersionId, Algorithm, CiphertextBlob, DryRun: dryRun } = request;
    return withKey(found, { usage: 'ENCRYPT/DECRYPT', dryRun }, (key) => ({
      KeyId: key.keyId,
      KeyVersionId: keyVersionId,
      Plaintext: this.ciphers.decrypt(key, Algorithm, fromBase64(CiphertextBlob)).reveal().toString('base64'),
    }));
  }
}
