import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, Member, Optional, Unsupported } from '../../../gateway/fields.ts';
import { fromBase64 } from '../../base64.ts';
import { maxBlobBytes } from '../../keys/ciphertext-blob.ts';
import { Encryption } from '../../keys/encryption.service.ts';
import { keysArn } from '../../keys/key-name.ts';
import { KmsAction } from '../kms-action.ts';
import { Base64, EncryptionContext } from '../kms-fields.ts';
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
  guardedByCore: true,
  omits: { CiphertextForRecipient: 'there are no attested recipients' },
})
export class Decrypt implements ActionHandler<DecryptRequest, DecryptResponse> {
  constructor(private readonly encryption: Encryption) {}

  async handle(caller: Caller, request: DecryptRequest): Promise<DecryptResponse> {
    const { EncryptionContext: context, DryRun: dryRun } = request;
    const { key, plaintext } = await this.encryption.decrypt(caller, fromBase64(request.CiphertextBlob), {
      context,
      dryRun,
    });
    return { KeyId: key.keyId, KeyVersionId: key.keyVersionId, Plaintext: showPlaintext(plaintext) };
  }
}
