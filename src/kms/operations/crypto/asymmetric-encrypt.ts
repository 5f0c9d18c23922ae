import type { Caller } from '../../../common/caller.ts';
import { Redacted } from '../../../common/redacted.ts';
import type { FindingHandler } from '../../../gateway/action.ts';
import { Flag, Member, OneOf, Optional } from '../../../gateway/fields.ts';
import { fromBase64 } from '../../../common/base64.ts';
import { AsymmetricCiphers } from '../../keys/asymmetric-ciphers.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KeyUse, withKey, type FoundKey } from '../../keys/key-use.ts';
import { rsaEncryptionAlgorithms, type RsaEncryptionAlgorithm } from '../../keys/rsa-encryption.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId, KeyVersionId, SensitiveBase64 } from '../kms-fields.ts';
import { orDryRun } from '../shapes/dry-run.ts';

export class AsymmetricEncryptRequest {
  @KeyId() KeyId: string;
  @KeyVersionId() KeyVersionId: string;
  @OneOf(...rsaEncryptionAlgorithms) Algorithm: RsaEncryptionAlgorithm;
  @SensitiveBase64(512) Plaintext: Redacted<string>;
  @Optional() @Flag() DryRun: boolean = false;
}

export class AsymmetricEncryptResponse {
  @Member() CiphertextBlob: string;
  @Member() KeyId: string;
  @Member() KeyVersionId: string;
}

@KmsAction({
  request: AsymmetricEncryptRequest,
  response: AsymmetricEncryptResponse,
  route: 'POST /kms/keys:asymmetric-encrypt',
  resource: (caller, request) => keyArn(caller, request.KeyId),
  reword: orDryRun,
})
export class AsymmetricEncrypt implements FindingHandler<
  AsymmetricEncryptRequest,
  AsymmetricEncryptResponse,
  FoundKey
> {
  constructor(
    private readonly keys: KeyUse,
    private readonly ciphers: AsymmetricCiphers,
  ) {}

  find(caller: Caller, { KeyId: key, KeyVersionId: keyVersionId }: AsymmetricEncryptRequest): Promise<FoundKey> {
    return this.keys.find(caller, { key, keyVersionId });
  }

  async handle(
    _caller: Caller,
    request: AsymmetricEncryptRequest,
    found: FoundKey,
  ): Promise<AsymmetricEncryptResponse> {
    const { KeyVersionId: keyVersionId, Algorithm, Plaintext, DryRun: dryRun } = request;
    const plaintext = new Redacted(fromBase64(Plaintext.reveal()));
    return withKey(found, { usage: 'ENCRYPT/DECRYPT', dryRun }, (key) => ({
      CiphertextBlob: this.ciphers.encrypt(key, Algorithm, plaintext).toString('base64'),
      KeyId: key.keyId,
      KeyVersionId: keyVersionId,
    }));
  }
}
