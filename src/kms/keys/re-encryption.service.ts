import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { KmsErrors } from '../kms.errors.ts';
import { AsymmetricCiphers } from './asymmetric-ciphers.service.ts';
import { decodeBlob } from './ciphertext-blob.ts';
import { callFor, type Encrypted, type EncryptionOptions } from './encryption.service.ts';
import { keyArn } from './key-name.ts';
import { arnOf, KeyUse, type KeyCall, type UsableKey } from './key-use.service.ts';
import { bytesOf, type Plaintext } from './plaintext.ts';
import type { RsaEncryptionAlgorithm } from './rsa-encryption.ts';
import { SymmetricCiphers } from './symmetric-ciphers.service.ts';

export interface ReEncryptionSource {
  readonly ciphertext: Buffer;
  /** JSON text; only of symmetric ciphertexts. */
  readonly context?: string;
  /** Of a symmetric ciphertext: the key that it must be under, if named. */
  readonly key?: string;
  /** Of a ciphertext under a public key, which does not say what it needs. */
  readonly keyVersionId?: string;
  readonly algorithm?: RsaEncryptionAlgorithm;
}

/** The key that opens a source, and how. */
interface Opening {
  readonly call: KeyCall;
  readonly open: (key: UsableKey) => Plaintext;
}

const usage = 'ENCRYPT/DECRYPT';

/** Decrypts and encrypts anew; the plaintext leaves for nowhere. */
@Injectable()
export class ReEncryption {
  constructor(
    private readonly use: KeyUse,
    private readonly symmetric: SymmetricCiphers,
    private readonly asymmetric: AsymmetricCiphers,
  ) {}

  /** Needs kms:ReEncryptFrom on the key of the source and kms:ReEncryptTo on the other (documented). */
  async reEncrypt(
    caller: Caller,
    source: ReEncryptionSource,
    destination: string,
    { context, dryRun }: EncryptionOptions,
  ): Promise<Encrypted> {
    const target: KeyCall = { key: destination, usage };
    const found = await this.use.find(caller, target);
    return this.use.record(caller, 'ReEncrypt', arnOf(caller, destination, found), dryRun, async () => {
      const { call, open } = this.openingOf(caller, source);
      const from = await this.use.require(caller, 'kms:ReEncryptFrom', call, await this.use.find(caller, call));
      const to = await this.use.require(caller, 'kms:ReEncryptTo', target, found);
      return { key: to, blob: this.symmetric.encrypt(to, open(from), context) };
    });
  }

  private openingOf(caller: Caller, source: ReEncryptionSource): Opening {
    return source.algorithm === undefined ? this.ofBlob(caller, source) : this.ofPublicKey(source, source.algorithm);
  }

  private ofPublicKey(
    { ciphertext, key, keyVersionId }: ReEncryptionSource,
    algorithm: RsaEncryptionAlgorithm,
  ): Opening {
    if (!key) throw KmsErrors.MissingParameter({ Name: 'SourceKeyId' });
    if (!keyVersionId) throw KmsErrors.MissingParameter({ Name: 'SourceKeyVersionId' });
    const open = (usable: UsableKey) => bytesOf(this.asymmetric.decrypt(usable, algorithm, ciphertext));
    return { call: { key, keyVersionId, usage }, open };
  }

  private ofBlob(caller: Caller, { ciphertext, context, key }: ReEncryptionSource): Opening {
    const blob = decodeBlob(ciphertext);
    if (!blob) throw KmsErrors.InvalidParameter({ Name: 'CiphertextBlob' });
    const open = (usable: UsableKey) => {
      const isMeant = key === undefined || keyArn(caller, key) === keyArn(usable, usable.keyId);
      if (!isMeant) throw KmsErrors.InvalidParameter({ Name: 'SourceKeyId' });
      return this.symmetric.decrypt(usable, blob, context);
    };
    return { call: callFor(caller, blob), open };
  }
}
