import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, Member, OneOf, Optional } from '../../../gateway/fields.ts';
import { fromBase64 } from '../../base64.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KeyUse } from '../../keys/key-use.service.ts';
import { signingAlgorithms, Signatures, type SigningAlgorithm } from '../../keys/signatures.service.ts';
import { KmsAction } from '../kms-action.ts';
import { Digest, KeyId, KeyVersionId } from '../kms-fields.ts';

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
  guardedByCore: true,
})
export class AsymmetricSign implements ActionHandler<AsymmetricSignRequest, AsymmetricSignResponse> {
  constructor(
    private readonly keys: KeyUse,
    private readonly signatures: Signatures,
  ) {}

  handle(caller: Caller, request: AsymmetricSignRequest): Promise<AsymmetricSignResponse> {
    const { KeyVersionId: keyVersionId, Algorithm, Digest, DryRun: dryRun } = request;
    const call = { key: request.KeyId, keyVersionId, usage: 'SIGN/VERIFY', dryRun } as const;
    return this.keys.run(caller, 'AsymmetricSign', call, (key) => ({
      KeyId: key.keyId,
      KeyVersionId: keyVersionId,
      Value: this.signatures.sign(key, Algorithm, fromBase64(Digest)).toString('base64'),
    }));
  }
}
