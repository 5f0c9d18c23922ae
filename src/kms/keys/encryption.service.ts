import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { Redacted } from '../../common/redacted.ts';
import { KmsErrors } from '../kms.errors.ts';
import { decodeBlob, type CiphertextBlob } from './ciphertext-blob.ts';
import { keyArn, keysArn } from './key-name.ts';
import { KeyUse, type KeyCall, type UsableKey } from './key-use.service.ts';
import { bytesOf, type Plaintext } from './plaintext.ts';
import { SymmetricCiphers } from './symmetric-ciphers.service.ts';

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

export interface DataKeyOptions extends EncryptionOptions {
  readonly action: 'GenerateDataKey' | 'GenerateDataKeyWithoutPlaintext';
  readonly bytes: number;
}

const usage = 'ENCRYPT/DECRYPT';

/** Encrypt, Decrypt and data keys, under symmetric keys. */
@Injectable()
export class Encryption {
  constructor(
    private readonly use: KeyUse,
    private readonly ciphers: SymmetricCiphers,
  ) {}

  encrypt(caller: Caller, key: string, plaintext: Plaintext, options: EncryptionOptions): Promise<Encrypted> {
    return this.encryptAs(caller, 'Encrypt', key, plaintext, options);
  }

  /** New random bytes, and their ciphertext. */
  async generateDataKey(caller: Caller, key: string, options: DataKeyOptions): Promise<DataKey> {
    const plaintext = new Redacted(randomBytes(options.bytes));
    return { ...(await this.encryptAs(caller, options.action, key, bytesOf(plaintext), options)), plaintext };
  }

  /** The ciphertext says which key it needs. Throws InvalidParameter for one that was changed, or made with another context. */
  decrypt(caller: Caller, ciphertext: Buffer, { context, dryRun }: EncryptionOptions): Promise<Decrypted> {
    const blob = decodeBlob(ciphertext);
    if (!blob) return this.use.record(caller, 'Decrypt', keysArn(caller), dryRun, noCiphertext);
    return this.use.run(caller, 'Decrypt', { ...callFor(caller, blob), dryRun }, (key) => ({
      key,
      plaintext: this.ciphers.decrypt(key, blob, context),
    }));
  }

  private encryptAs(
    caller: Caller,
    action: string,
    key: string,
    plaintext: Plaintext,
    { context, dryRun }: EncryptionOptions,
  ): Promise<Encrypted> {
    return this.use.run(caller, action, { key, usage, dryRun }, (usable) => ({
      key: usable,
      blob: this.ciphers.encrypt(usable, plaintext, context),
    }));
  }
}

/** The use of the key that a ciphertext names. */
export function callFor({ region }: Caller, { accountId, keyId, keyVersionId }: CiphertextBlob): KeyCall {
  return { key: keyArn({ accountId, region }, keyId), keyVersionId, usage };
}

async function noCiphertext(): Promise<never> {
  throw KmsErrors.InvalidParameter({ Name: 'CiphertextBlob' });
}
