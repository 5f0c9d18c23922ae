import type { Caller } from '../../../common/caller.ts';
import type { FindingHandler } from '../../../gateway/action.ts';
import { Flag, Member, OneOf, Optional } from '../../../gateway/fields.ts';
import { fromBase64 } from '../../../common/base64.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KeyUse, withKey, type FoundKey } from '../../keys/key-use.ts';
import { signingAlgorithms, Signatures, type SigningAlgorithm } from '../../keys/signatures.ts';
import { KmsAction } from '../kms-action.ts';
import { Base64, Digest, KeyId, KeyVersionId } from '../kms-fields.ts';
import { orDryRun } from '../shapes/dry-run.ts';

export class AsymmetricVerifyRequest {
  @KeyId() KeyId: string;
  @KeyVersionId() KeyVersionId: string;
  @OneOf(...signingAlgorithms) Algorithm: SigningAlgorithm;
  @Digest() Digest: string;
  @Base64(1_024) Value: string;
  @Optional() @Flag() DryRun: boolean = false;
}

export class AsymmetricVerifyResponse {
  @Member() KeyId: string;
  @Member() KeyVersionId: string;
  @Member() Value: boolean;
}

@KmsAction({
  request: AsymmetricVerifyRequest,
  response: AsymmetricVerifyResponse,
  route: 'POST /kms/keys:asymmetric-verify',
  resource: (caller, request) => keyArn(caller, request.KeyId),
  reword: orDryRun,
})
export class AsymmetricVerify implements FindingHandler<AsymmetricVerifyRequest, AsymmetricVerifyResponse, FoundKey> {
  constructor(
    private readonly keys: KeyUse,
    private readonly signatures: Signatures,
  ) {}

  find(caller: Caller, { KeyId: key, KeyVersionId: keyVersionId }: AsymmetricVerifyRequest): Promise<FoundKey> {
    return this.keys.find(caller, { key, keyVersionId });
  }

  async handle(_caller: Caller, request: AsymmetricVerifyRequest, found: FoundKey): Promise<AsymmetricVerifyResponse> {
    const { KeyVersionId: keyVersionId, Algorithm, Digest, Value, DryRun: dryRun } = request;
    return withKey(found, { usage: 'SIGN/VERIFY', dryRun }, (key) => ({
      KeyId: key.keyId,
      KeyVersionId: keyVersionId,
      Value: this.signatures.verify(key, Algorithm, fromBase64(Digest), fromBase64(Value)),
    }));
  }
}
