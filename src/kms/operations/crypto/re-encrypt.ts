import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, Member, OneOf, Optional } from '../../../gateway/fields.ts';
import { fromBase64 } from '../../base64.ts';
import { maxBlobBytes } from '../../keys/ciphertext-blob.ts';
import { keyArn } from '../../keys/key-name.ts';
import { ReEncryption } from '../../keys/re-encryption.service.ts';
import { rsaEncryptionAlgorithms, type RsaEncryptionAlgorithm } from '../../keys/rsa-encryption.ts';
import { KmsAction } from '../kms-action.ts';
import { Base64, EncryptionContext, KeyId, KeyVersionId } from '../kms-fields.ts';

export class ReEncryptRequest {
  @Base64(maxBlobBytes) CiphertextBlob: string;
  @KeyId() DestinationKeyId: string;
  @Optional() @EncryptionContext() DestinationEncryptionContext?: string;
  @Optional() @EncryptionContext() SourceEncryptionContext?: string;
  @Optional() @KeyId() SourceKeyId?: string;
  @Optional() @KeyVersionId() SourceKeyVersionId?: string;
  @Optional() @OneOf(...rsaEncryptionAlgorithms) SourceEncryptionAlgorithm?: RsaEncryptionAlgorithm;
  @Optional() @Flag() DryRun: boolean = false;
}

export class ReEncryptResponse {
  @Member() CiphertextBlob: string;
  @Member() KeyId: string;
  @Member() KeyVersionId: string;
}

@KmsAction({
  request: ReEncryptRequest,
  response: ReEncryptResponse,
  route: 'POST /kms/ciphertexts:re-encrypt',
  resource: (caller, request) => keyArn(caller, request.DestinationKeyId),
  guardedByCore: true,
})
export class ReEncrypt implements ActionHandler<ReEncryptRequest, ReEncryptResponse> {
  constructor(private readonly reEncryption: ReEncryption) {}

  async handle(caller: Caller, request: ReEncryptRequest): Promise<ReEncryptResponse> {
    const source = {
      ciphertext: fromBase64(request.CiphertextBlob),
      context: request.SourceEncryptionContext,
      key: request.SourceKeyId,
      keyVersionId: request.SourceKeyVersionId,
      algorithm: request.SourceEncryptionAlgorithm,
    };
    const { DestinationKeyId, DestinationEncryptionContext: context, DryRun: dryRun } = request;
    const { key, blob } = await this.reEncryption.reEncrypt(caller, source, DestinationKeyId, { context, dryRun });
    return { CiphertextBlob: blob.toString('base64'), KeyId: key.keyId, KeyVersionId: key.keyVersionId };
  }
}
