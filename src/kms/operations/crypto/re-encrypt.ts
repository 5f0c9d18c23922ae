import type { Caller } from '../../../common/caller.ts';
import type { FindingHandler } from '../../../gateway/action.ts';
import { Flag, Member, OneOf, Optional } from '../../../gateway/fields.ts';
import { fromBase64 } from '../../../common/base64.ts';
import { maxBlobBytes } from '../../keys/ciphertext-blob.ts';
import { keyArn } from '../../keys/key-name.ts';
import { ReEncryption, type FoundReEncryption } from '../../keys/re-encryption.ts';
import { rsaEncryptionAlgorithms, type RsaEncryptionAlgorithm } from '../../keys/rsa-encryption.ts';
import { KmsAction } from '../kms-action.ts';
import { Base64, EncryptionContext, KeyId, KeyVersionId } from '../kms-fields.ts';
import { orDryRun } from '../shapes/dry-run.ts';

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
  reword: orDryRun,
})
export class ReEncrypt implements FindingHandler<ReEncryptRequest, ReEncryptResponse, FoundReEncryption> {
  constructor(private readonly reEncryption: ReEncryption) {}

  find(caller: Caller, request: ReEncryptRequest): Promise<FoundReEncryption> {
    const source = {
      ciphertext: fromBase64(request.CiphertextBlob),
      context: request.SourceEncryptionContext,
      key: request.SourceKeyId,
      keyVersionId: request.SourceKeyVersionId,
      algorithm: request.SourceEncryptionAlgorithm,
    };
    return this.reEncryption.find(caller, source, request.DestinationKeyId);
  }

  async handle(_caller: Caller, request: ReEncryptRequest, found: FoundReEncryption): Promise<ReEncryptResponse> {
    const { DestinationEncryptionContext: context, DryRun: dryRun } = request;
    const { key, blob } = this.reEncryption.reEncrypt(found, { context, dryRun });
    return { CiphertextBlob: blob.toString('base64'), KeyId: key.keyId, KeyVersionId: key.keyVersionId };
  }
}
