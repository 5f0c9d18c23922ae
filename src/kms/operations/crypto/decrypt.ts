import type { Caller } from '../../../common/caller.ts';
import type { FindingHandler } from '../../../gateway/action.ts';
import { Flag, Member, Optional, Unsupported } from '../../../gateway/fields.ts';
import { fromBase64 } from '../../../common/base64.ts';
import { maxBlobBytes } from '../../keys/ciphertext-blob.ts';
import { Encryption, type FoundCiphertext } from '../../keys/encryption.ts';
import { keysArn } from '../../keys/key-name.ts';
import { KmsAction } from '../kms-action.ts';
import { Base64, EncryptionContext } from '../kms-fields.ts';
import { orDryRun } from '../shapes/dry-run.ts';
import { showPlaintext } from '../shapes/plaintext.ts';

export class DecryptRequest {
  @Base64(maxBlobBytes) CiphertextBlob: string;
  @Optional() @EncryptionContext() EncryptionContext?: string;
  @Optional() @Flag() DryRun: boolean = false;
  @Optional() @Unsupported('there are no attested recipients') Recipient?: string;
}

export class DecryptResponse {
  @Member() KeyId: string;
  @Member() KeyVersionId: string;
  @Member() Plaintext: string;
}

@KmsAction({
  request: DecryptRequest,
  response: DecryptResponse,
  route: 'POST /kms/ciphertexts:decrypt',
  resource: keysArn,
  reword: orDryRun,
  omits: { CiphertextForRecipient: 'there are no attested recipients' },
})
export class Decrypt implements FindingHandler<DecryptRequest, DecryptResponse, FoundCiphertext> {
  constructor(private readonly encryption: Encryption) {}

  find(caller: Caller, { CiphertextBlob }: DecryptRequest): Promise<FoundCiphertext> {
    return this.encryption.findFor(caller, fromBase64(CiphertextBlob));
  }

  async handle(_caller: Caller, request: DecryptRequest, found: FoundCiphertext): Promise<DecryptResponse> {
    const { EncryptionContext: context, DryRun: dryRun } = request;
    const { key, plaintext } = this.encryption.decrypt(found, { context, dryRun });
    return { KeyId: key.keyId, KeyVersionId: key.keyVersionId, Plaintext: showPlaintext(plaintext) };
  }
}
