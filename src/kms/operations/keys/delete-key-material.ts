import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { ImportedMaterials } from '../../keys/imported-materials.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId } from '../kms-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class DeleteKeyMaterialRequest {
  @KeyId() KeyId: string;
}

@KmsAction({
  request: DeleteKeyMaterialRequest,
  response: EmptyResponse,
  route: 'DELETE /kms/keys/{KeyId}/material',
  resource: (caller, request) => keyArn(caller, request.KeyId),
})
export class DeleteKeyMaterial implements ActionHandler<DeleteKeyMaterialRequest, EmptyResponse> {
  constructor(private readonly keys: ImportedMaterials) {}

  async handle(caller: Caller, request: DeleteKeyMaterialRequest): Promise<EmptyResponse> {
    await this.keys.delete(caller, request.KeyId);
    return {};
  }
}
