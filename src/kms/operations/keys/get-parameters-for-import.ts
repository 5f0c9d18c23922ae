import type { Caller } from '../../../common/caller.ts';
import { wireTime } from '../../../common/clock.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, OneOf } from '../../../gateway/fields.ts';
import { KeyMaterialImport } from '../../keys/key-material-import.ts';
import { keyArn } from '../../keys/key-name.ts';
import { wrappingAlgorithms, type WrappingAlgorithm } from '../../keys/key-unwrapping.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId } from '../kms-fields.ts';

export class GetParametersForImportRequest {
  @KeyId() KeyId: string;
  @OneOf(...wrappingAlgorithms) WrappingAlgorithm: WrappingAlgorithm;
  @OneOf('RSA_2048') WrappingKeySpec: string;
}

export class GetParametersForImportResponse {
  @Member() ImportToken: string;
  @Member() KeyId: string;
  @Member() PublicKey: string;
  @Member() TokenExpireTime: string;
}

@KmsAction({
  request: GetParametersForImportRequest,
  response: GetParametersForImportResponse,
  route: 'GET /kms/keys/{KeyId}/import-parameters',
  resource: (caller, request) => keyArn(caller, request.KeyId),
})
export class GetParametersForImport implements ActionHandler<
  GetParametersForImportRequest,
  GetParametersForImportResponse
> {
  constructor(private readonly materials: KeyMaterialImport) {}

  async handle(caller: Caller, request: GetParametersForImportRequest): Promise<GetParametersForImportResponse> {
    const { KeyId, WrappingAlgorithm } = request;
    const [key, { token, publicKey, expiresAt }] = await this.materials.parameters(caller, KeyId, WrappingAlgorithm);
    return {
      ImportToken: token.toString('base64'),
      KeyId: key.keyId,
      PublicKey: publicKey.toString('base64'),
      TokenExpireTime: wireTime(expiresAt),
    };
  }
}
