import type { Caller } from '../../../common/caller.ts';
import type { FindingHandler } from '../../../gateway/action.ts';
import { Member, Optional, Unsupported } from '../../../gateway/fields.ts';
import { Encryption } from '../../keys/encryption.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KeyUse, type FoundKey } from '../../keys/key-use.ts';
import { KmsAction } from '../kms-action.ts';
import { DataKeyRequest, dataKeyBytes } from '../shapes/data-key.ts';
import { orDryRun } from '../shapes/dry-run.ts';

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
  reword: orDryRun,
  omits: { CiphertextForRecipient: 'there are no attested recipients' },
})
export class GenerateDataKey implements FindingHandler<GenerateDataKeyRequest, GenerateDataKeyResponse, FoundKey> {
  constructor(
    private readonly keys: KeyUse,
    private readonly encryption: Encryption,
  ) {}

  find(caller: Caller, { KeyId: key }: GenerateDataKeyRequest): Promise<FoundKey> {
    return this.keys.find(caller, { key });
  }

  async handle(_caller: Caller, request: GenerateDataKeyRequest, found: FoundKey): Promise<GenerateDataKeyResponse> {
    const { EncryptionContext: context, DryRun: dryRun } = request;
    const { key, blob, plaintext } = this.encryption.generateDataKey(found, dataKeyBytes(request), { context, dryRun });
    return {
      CiphertextBlob: blob.toString('base64'),
      KeyId: key.keyId,
      KeyVersionId: key.keyVersionId,
      Plaintext: plaintext.reveal().toString('base64'),
    };
  }
}
