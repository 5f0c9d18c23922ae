import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { Encryption } from '../../keys/encryption.service.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KmsAction } from '../kms-action.ts';
import { DataKeyRequest, dataKeyBytes } from '../shapes/data-key.ts';

export class GenerateDataKeyWithoutPlaintextRequest extends DataKeyRequest {}

export class GenerateDataKeyWithoutPlaintextResponse {
  @Member() CiphertextBlob: string;
  @Member() KeyId: string;
  @Member() KeyVersionId: string;
}

@KmsAction({
  request: GenerateDataKeyWithoutPlaintextRequest,
  response: GenerateDataKeyWithoutPlaintextResponse,
  route: 'POST /kms/keys:generate-data-key-without-plaintext',
  resource: (caller, request) => keyArn(caller, request.KeyId),
  guardedByCore: true,
})
export class GenerateDataKeyWithoutPlaintext implements ActionHandler<
  GenerateDataKeyWithoutPlaintextRequest,
  GenerateDataKeyWithoutPlaintextResponse
> {
  constructor(private readonly encryption: Encryption) {}

  async handle(
    caller: Caller,
    request: GenerateDataKeyWithoutPlaintextRequest,
  ): Promise<GenerateDataKeyWithoutPlaintextResponse> {
    const { EncryptionContext: context, DryRun: dryRun } = request;
    const options = {
      action: 'GenerateDataKeyWithoutPlaintext',
      bytes: dataKeyBytes(request),
      context,
      dryRun,
    } as const;
    const { key, blob } = await this.encryption.generateDataKey(caller, request.KeyId, options);
    return {
      CiphertextBlob: blob.toString('base64'),
      KeyId: key.keyId,
      KeyVersionId: key.keyVersionId,
    };
  }
}
