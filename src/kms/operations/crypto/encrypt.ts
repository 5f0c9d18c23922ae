import type { Caller } from '../../../common/caller.ts';
import type { Redacted } from '../../../common/redacted.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, Member, Optional } from '../../../gateway/fields.ts';
import { Encryption } from '../../keys/encryption.service.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KmsAction } from '../kms-action.ts';
import { EncryptionContext, KeyId } from '../kms-fields.ts';
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
  guardedByCore: true,
})
export class Encrypt implements ActionHandler<EncryptRequest, EncryptResponse> {
  constructor(private readonly encryption: Encryption) {}

  async handle(caller: Caller, request: EncryptRequest): Promise<EncryptResponse> {
    const { KeyId, EncryptionContext: context, DryRun: dryRun } = request;
    const plaintext = readPlaintext(request.Plaintext);
    const { key, blob } = await this.encryption.encrypt(caller, KeyId, plaintext, { context, dryRun });
    return { CiphertextBlob: blob.toString('base64'), KeyId: key.keyId, KeyVersionId: key.keyVersionId };
  }
}
