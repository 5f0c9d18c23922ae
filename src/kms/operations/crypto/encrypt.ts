import type { Caller } from '../../../common/caller.ts';
import type { Redacted } from '../../../common/redacted.ts';
import type { FindingHandler } from '../../../gateway/action.ts';
import { Flag, Member, Optional } from '../../../gateway/fields.ts';
import { Encryption } from '../../keys/encryption.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KeyUse, type FoundKey } from '../../keys/key-use.ts';
import { KmsAction } from '../kms-action.ts';
import { EncryptionContext, KeyId } from '../kms-fields.ts';
import { orDryRun } from '../shapes/dry-run.ts';
import { PlaintextText, readPlaintext } from '../shapes/plaintext.ts';

export class EncryptRequest {
  @KeyId() KeyId: string;
  @PlaintextText() Plaintext: Redacted<string>;
  @Optional() @EncryptionContext() EncryptionContext?: string;
  @Optional() @Flag() DryRun: boolean = false;
}

export class EncryptResponse {
  @Member() CiphertextBlob: string;
  @Member() KeyId: string;
  @Member() KeyVersionId: string;
}

@KmsAction({
  request: EncryptRequest,
  response: EncryptResponse,
  route: 'POST /kms/keys:encrypt',
  resource: (caller, request) => keyArn(caller, request.KeyId),
  reword: orDryRun,
})
export class Encrypt implements FindingHandler<EncryptRequest, EncryptResponse, FoundKey> {
  constructor(
    private readonly keys: KeyUse,
    private readonly encryption: Encryption,
  ) {}

  find(caller: Caller, { KeyId: key }: EncryptRequest): Promise<FoundKey> {
    return this.keys.find(caller, { key });
  }

  async handle(_caller: Caller, request: EncryptRequest, found: FoundKey): Promise<EncryptResponse> {
    const { EncryptionContext: context, DryRun: dryRun } = request;
    const { key, blob } = this.encryption.encrypt(found, readPlaintext(request.Plaintext), { context, dryRun });
    return { CiphertextBlob: blob.toString('base64'), KeyId: key.keyId, KeyVersionId: key.keyVersionId };
  }
}
