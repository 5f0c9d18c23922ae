import type { Caller } from '../../../common/caller.ts';
import type { FindingHandler } from '../../../gateway/action.ts';
import { Flag, Member, Optional } from '../../../gateway/fields.ts';
import { keyArn } from '../../keys/key-name.ts';
import { publicKeyPem } from '../../keys/key-pairs.ts';
import { KeyUse, withKey, type FoundKey } from '../../keys/key-use.ts';
import { KmsErrors } from '../../kms.errors.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId, KeyVersionId } from '../kms-fields.ts';
import { orDryRun } from '../shapes/dry-run.ts';

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
  reword: orDryRun,
})
export class GetPublicKey implements FindingHandler<GetPublicKeyRequest, GetPublicKeyResponse, FoundKey> {
  constructor(private readonly keys: KeyUse) {}

  find(caller: Caller, { KeyId: key, KeyVersionId: keyVersionId }: GetPublicKeyRequest): Promise<FoundKey> {
    return this.keys.find(caller, { key, keyVersionId });
  }

  async handle(_caller: Caller, request: GetPublicKeyRequest, found: FoundKey): Promise<GetPublicKeyResponse> {
    const { KeyVersionId: keyVersionId, DryRun: dryRun } = request;
    return withKey(found, { dryRun }, ({ keyId, publicKey }) => {
      if (!publicKey) throw KmsErrors.ActionUnsupported();
      return { KeyId: keyId, KeyVersionId: keyVersionId, PublicKey: publicKeyPem(publicKey) };
    });
  }
}
