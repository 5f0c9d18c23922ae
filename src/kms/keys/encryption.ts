import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { Redacted } from '../../common/redacted.ts';
import { KmsErrors } from '../kms.errors.ts';
import { decodeBlob, type CiphertextBlob } from './ciphertext-blob.ts';
import { keyArn } from './key-name.ts';
import { KeyUse, withKey, type FoundKey, type KeyReference, type UsableKey } from './key-use.ts';
import { bytesOf, type Plaintext } from './plaintext.ts';
import { SymmetricCiphers } from './symmetric-ciphers.ts';

export interface EncryptionOptions {
  /** JSON text as it was sent. */
  readonly context?: string;
  readonly dryRun?: boolean;
}

export interface Encrypted {
  readonly key: UsableKey;
  readonly blob: Buffer;
}

export interface Decrypted {
  readonly key: UsableKey;
  readonly plaintext: Plaintext;
}

export interface DataKey extends Encrypted {
  readonly plaintext: Redacted<Buffer>;
}

const usage = 'ENCRYPT/DECRYPT';

/** The key that a ciphertext names. */
export interface FoundCiphertext extends FoundKey {
  readonly blob: CiphertextBlob;
}

/** Encrypt, Decrypt and data keys, under symmetric keys. */
@Injectable()
export class Encryption {
  constructor(
    private readonly keys: KeyUse,
    private readonly ciphers: SymmetricCiphers,
  ) {}

  /** @throws InvalidParameter for what is not a ciphertext */
  async findFor(caller: Caller, ciphertext: Buffer): Promise<FoundCiphertext> {
    const blob = decodeBlob(ciphertext);
    if (!blob) throw KmsErrors.InvalidParameter({ Name: 'CiphertextBlob' });
    return { ...(await this.keys.find(caller, keyOf(caller, blob))), blob };
  }

  encrypt(found: FoundKey, plaintext: Plaintext, { context, dryRun }: EncryptionOptions): Encrypted {
    return withKey(found, { usage, dryRun }, (key) => ({ key, blob: this.ciphers.encrypt(key, plaintext, context) }));
  }

  /** Returns new random bytes and their ciphertext. */
  generateDataKey(found: FoundKey, bytes: number, options: EncryptionOptions): DataKey {
    const plaintext = new Redacted(randomBytes(bytes));
    return { ...this.encrypt(found, bytesOf(plaintext), options), plaintext };
  }

  /** @throws InvalidParameter for a ciphertext that was changed or made with another context */
  decrypt(found: FoundCiphertext, { context, dryRun }: EncryptionOptions): Decrypted {
    return withKey(found, { usage, dryRun }, (key) => ({
      key,
      plaintext: this.ciphers.decrypt(key, found.blob, context),
    }));
  }
}

/** The key that a ciphertext needs. */
export function keyOf({ region }: Caller, { accountId, keyId, keyVersionId }: CiphertextBlob): KeyReference {
  return { key: keyArn({ accountId, region }, keyId), keyVersionId };
}
