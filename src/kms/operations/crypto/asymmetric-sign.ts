import type { Caller } from '../../../common/caller.ts';
import type { FindingHandler } from '../../../gateway/action.ts';
import { Flag, Member, OneOf, Optional } from '../../../gateway/fields.ts';
import { fromBase64 } from '../../../common/base64.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KeyUse, withKey, type FoundKey } from '../../keys/key-use.ts';
import { signingAlgorithms, Signatures, type SigningAlgorithm } from '../../keys/signatures.ts';
import { KmsAction } from '../kms-action.ts';
import { Digest, KeyId, KeyVersionId } from '../kms-fields.ts';
import { orDryRun } from '../shapes/dry-run.ts';

export class AsymmetricSignRequest {
  @KeyId() KeyId: string;
  @KeyVersionId() KeyVersionId: string;
  @OneOf(...signingAlgorithms) Algorithm: SigningAlgorithm;
  @Digest() Digest: string;
  @Optional() @Flag() DryRun: boolean = false;
}

export class AsymmetricSignResponse {
  @Member() KeyId: string;
  @Member() KeyVersionId: string;
  @Member() Value: string;
}

@KmsAction({
  request: AsymmetricSignRequest,
  response: AsymmetricSignResponse,
  route: 'POST /kms/keys:asymmetric-sign',
  resource: (caller, request) => keyArn(caller, request.KeyId),
  reword: orDryRun,
})
export class AsymmetricSign implements FindingHandler<AsymmetricSignRequest, AsymmetricSignResponse, FoundKey> {
  constructor(
    private readonly keys: KeyUse,
    private readonly signatures: Signatures,
  ) {}

  find(caller: Caller, { KeyId: key, KeyVersionId: keyVersionId }: AsymmetricSignRequest): Promise<FoundKey> {
    return this.keys.find(caller, { key, keyVersionId });
  }

  async handle(_caller: Caller, request: AsymmetricSignRequest, found: FoundKey): Promise<AsymmetricSignResponse> {
    const { KeyVersionId: keyVersionId, Algorithm, Digest, DryRun: dryRun } = request;
    return withKey(found, { usage: 'SIGN/VERIFY', dryRun }, (key) => ({
      KeyId: key.keyId,
      KeyVersionId: keyVersionId,
      Value: this.signatures.sign(key, Algorithm, fromBase64(Digest)).toString('base64'),
    }));
  }
}
