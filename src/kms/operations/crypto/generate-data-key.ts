import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, Optional, Unsupported } from '../../../gateway/fields.ts';
import { Encryption } from '../../keys/encryption.service.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KmsAction } from '../kms-action.ts';
import { DataKeyRequest, dataKeyBytes } from '../shapes/data-key.ts';

export class GenerateDataKeyRequest extends DataKeyRequest {
  @Optional() @Unsupported('there are no attested recipients') Recipient?: string;
}

export class GenerateDataKeyResponse {
  @Member() CiphertextBlob: string;
  @Member() KeyId: string;
  @Member() KeyVersionId: string;
  @Member() Plaintext: string;
}

@KmsAction({
  request: GenerateDataKeyRequest,
  response: GenerateDataKeyResponse,
  route: 'POST /kms/keys:generate-data-key',
  resource: (caller, request) => keyArn(caller, request.KeyId),
  guardedByCore: true,
  omits: { CiphertextForRecipient: 'there are no attested recipients' },
})
export class GenerateDataKey implements ActionHandler<GenerateDataKeyRequest, GenerateDataKeyResponse> {
  constructor(private readonly encryption: Encryption) {}

  async handle(caller: Caller, request: GenerateDataKeyRequest): Promise<GenerateDataKeyResponse> {
    const { EncryptionContext: context, DryRun: dryRun } = request;
    const options = { action: 'GenerateDataKey', bytes: dataKeyBytes(request), context, dryRun } as const;
    const { key, blob, plaintext } = await this.encryption.generateDataKey(caller, request.KeyId, options);
    return {
      CiphertextBlob: blob.toString('base64'),
      KeyId: key.keyId,
      KeyVersionId: key.keyVersionId,
      Plaintext: plaintext.reveal().toString('base64'),
    };
  }
}
