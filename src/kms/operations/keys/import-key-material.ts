import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Whole } from '../../../gateway/fields.ts';
import { fromBase64 } from '../../../common/base64.ts';
import { KeyMaterialImport } from '../../keys/key-material-import.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KmsAction } from '../kms-action.ts';
import { Base64, KeyId } from '../kms-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class ImportKeyMaterialRequest {
  @KeyId() KeyId: string;
  @Base64(512) EncryptedKeyMaterial: string;
  @Base64(4_096) ImportToken: string;
  /** Unix time in seconds; 0: the material does not expire. */
  @Whole(0, 32_503_680_000) KeyMaterialExpireUnix: number;
}

@KmsAction({
  request: ImportKeyMaterialRequest,
  response: EmptyResponse,
  route: 'POST /kms/keys:import-material',
  resource: (caller, request) => keyArn(caller, request.KeyId),
})
export class ImportKeyMaterial implements ActionHandler<ImportKeyMaterialRequest, EmptyResponse> {
  constructor(private readonly materials: KeyMaterialImport) {}

  async handle(caller: Caller, request: ImportKeyMaterialRequest): Promise<EmptyResponse> {
    const { KeyMaterialExpireUnix: seconds } = request;
    await this.materials.import(caller, request.KeyId, {
      wrapped: fromBase64(request.EncryptedKeyMaterial),
      token: fromBase64(request.ImportToken),
      expiresAt: seconds === 0 ? undefined : new Date(seconds * 1_000),
    });
    return {};
  }
}
