import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, Member, OneOf, Optional } from '../../../gateway/fields.ts';
import { fromBase64 } from '../../base64.ts';
import { AsymmetricCiphers } from '../../keys/asymmetric-ciphers.service.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KeyUse } from '../../keys/key-use.service.ts';
import { rsaEncryptionAlgorithms, type RsaEncryptionAlgorithm } from '../../keys/rsa-encryption.ts';
import { KmsAction } from '../kms-action.ts';
import { Base64, KeyId, KeyVersionId } from '../kms-fields.ts';

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
  guardedByCore: true,
})
export class AsymmetricDecrypt implements ActionHandler<AsymmetricDecryptRequest, AsymmetricDecryptResponse> {
  constructor(
    private readonly keys: KeyUse,
    private readonly ciphers: AsymmetricCiphers,
  ) {}

  handle(caller: Caller, request: AsymmetricDecryptRequest): Promise<AsymmetricDecryptResponse> {
    const { KeyVersionId: keyVersionId, Algorithm, CiphertextBlob, DryRun: dryRun } = request;
    const call = { key: request.KeyId, keyVersionId, usage: 'ENCRYPT/DECRYPT', dryRun } as const;
    return this.keys.run(caller, 'AsymmetricDecrypt', call, (key) => ({
      KeyId: key.keyId,
      KeyVersionId: keyVersionId,
      Plaintext: this.ciphers.decrypt(key, Algorithm, fromBase64(CiphertextBlob)).reveal().toString('base64'),
    }));
  }
}
