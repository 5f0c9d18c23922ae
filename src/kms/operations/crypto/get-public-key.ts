import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, Member, Optional } from '../../../gateway/fields.ts';
import { keyArn } from '../../keys/key-name.ts';
import { publicKeyPem } from '../../keys/key-pairs.ts';
import { KeyUse } from '../../keys/key-use.service.ts';
import { KmsErrors } from '../../kms.errors.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId, KeyVersionId } from '../kms-fields.ts';

export class GetPublicKeyRequest {
  @KeyId() KeyId: string;
  @KeyVersionId() KeyVersionId: string;
  @Optional() @Flag() DryRun: boolean = false;
}

export class GetPublicKeyResponse {
  @Member() KeyId: string;
  @Member() KeyVersionId: string;
  @Member() PublicKey: string;
}

@KmsAction({
  request: GetPublicKeyRequest,
  response: GetPublicKeyResponse,
  route: 'GET /kms/keys/{KeyId}/versions/{KeyVersionId}/public-key',
  resource: (caller, request) => keyArn(caller, request.KeyId),
  guardedByCore: true,
})
export class GetPublicKey implements ActionHandler<GetPublicKeyRequest, GetPublicKeyResponse> {
  constructor(private readonly keys: KeyUse) {}

  handle(caller: Caller, request: GetPublicKeyRequest): Promise<GetPublicKeyResponse> {
    const { KeyId: key, KeyVersionId: keyVersionId, DryRun: dryRun } = request;
    return this.keys.run(caller, 'GetPublicKey', { key, keyVersionId, dryRun }, ({ keyId, publicKey }) => {
      if (!publicKey) throw KmsErrors.ActionUnsupported();
      return { KeyId: keyId, KeyVersionId: keyVersionId, PublicKey: publicKeyPem(publicKey) };
    });
  }
}
