import type { Caller } from '../../../common/caller.ts';
import type { FindingHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { Encryption } from '../../keys/encryption.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KeyUse, type FoundKey } from '../../keys/key-use.ts';
import { KmsAction } from '../kms-action.ts';
import { DataKeyRequest, dataKeyBytes } from '../shapes/data-key.ts';
import { orDryRun } from '../shapes/dry-run.ts';

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
  reword: orDryRun,
})
export class GenerateDataKeyWithoutPlaintext implements FindingHandler<
  GenerateDataKeyWithoutPlaintextRequest,
  GenerateDataKeyWithoutPlaintextResponse,
  FoundKey
> {
  constructor(
    private readonly keys: KeyUse,
    private readonly encryption: Encryption,
  ) {}

  find(caller: Caller, { KeyId: key }: GenerateDataKeyWithoutPlaintextRequest): Promise<FoundKey> {
    return this.keys.find(caller, { key });
  }

  async handle(
    _caller: Caller,
    request: GenerateDataKeyWithoutPlaintextRequest,
    found: FoundKey,
  ): Promise<GenerateDataKeyWithoutPlaintextResponse> {
    const { EncryptionContext: context, DryRun: dryRun } = request;
    const { key, blob } = this.encryption.generateDataKey(found, dataKeyBytes(request), { context, dryRun });
    return {
      CiphertextBlob: blob.toString('base64'),
      KeyId: key.keyId,
      KeyVersionId: key.keyVersionId,
    };
  }
}
