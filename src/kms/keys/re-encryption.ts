import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import type { Subject } from '../../guard/guard.api.ts';
import type { Permission } from '../../identity/identity.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import { AsymmetricCiphers } from './asymmetric-ciphers.ts';
import { decodeBlob } from './ciphertext-blob.ts';
import { keyOf, type Encrypted, type EncryptionOptions } from './encryption.ts';
import { keyArn } from './key-name.ts';
import { KeyUse, withKey, type FoundKey, type KeyReference, type UsableKey } from './key-use.ts';
import { bytesOf, type Plaintext } from './plaintext.ts';
import type { RsaEncryptionAlgorithm } from './rsa-encryption.ts';
import { SymmetricCiphers } from './symmetric-ciphers.ts';

export interface ReEncryptionSource {
  readonly ciphertext: Buffer;
  /** JSON text; only for a symmetric ciphertext. */
  readonly context?: string;
  /**
   * Optional for a symmetric ciphertext, which names its key: when given, it must be that key. Required for a
   * ciphertext under a public key.
   */
  readonly key?: string;
  /** Required for a ciphertext under a public key, which does not name its key version. */
  readonly keyVersionId?: string;
  readonly algorithm?: RsaEncryptionAlgorithm;
}

/** The key that opens a source, and how. */
interface Opening {
  readonly key: KeyReference;
  readonly open: (key: UsableKey) => Plaintext;
}

/** Both keys of a call, in the form the guard takes. */
export interface FoundReEncryption extends Subject {
  readonly from: FoundKey;
  readonly to: FoundKey;
  readonly open: Opening['open'];
}

const usage = 'ENCRYPT/DECRYPT';

/** Decrypts a ciphertext and encrypts it again; the plaintext never leaves the process. */
@Injectable()
export class ReEncryption {
  constructor(
    private readonly keys: KeyUse,
    private readonly symmetric: SymmetricCiphers,
    private readonly asymmetric: AsymmetricCiphers,
  ) {}

  /** Needs kms:ReEncryptFrom on the source key and kms:ReEncryptTo on the destination key (documented). */
  async find(caller: Caller, source: ReEncryptionSource, destination: string): Promise<FoundReEncryption> {
    const { key, open } = this.openingOf(caller, source);
    const [from, to] = await Promise.all([this.keys.find(caller, key), this.keys.find(caller, { key: destination })]);
    const permissions = [...permissionsOn(from, 'kms:ReEncryptFrom'), ...permissionsOn(to, 'kms:ReEncryptTo')];
    return { resources: to.resources, permissions, from, to, open };
  }

  reEncrypt({ from, to, open }: FoundReEncryption, { context, dryRun }: EncryptionOptions): Encrypted {
    return withKey(from, { usage }, (source) =>
      withKey(to, { usage, dryRun }, (key) => ({ key, blob: this.symmetric.encrypt(key, open(source), context) })),
    );
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
    return { key: { key, keyVersionId }, open };
  }

  private ofBlob(caller: Caller, { ciphertext, context, key }: ReEncryptionSource): Opening {
    const blob = decodeBlob(ciphertext);
    if (!blob) throw KmsErrors.InvalidParameter({ Name: 'CiphertextBlob' });
    const open = (usable: UsableKey) => {
      const isNamedKey = key === undefined || keyArn(caller, key) === keyArn(usable, usable.keyId);
      if (!isNamedKey) throw KmsErrors.InvalidParameter({ Name: 'SourceKeyId' });
      return this.symmetric.decrypt(usable, blob, context);
    };
    return { key: keyOf(caller, blob), open };
  }
}

function permissionsOn({ resources }: FoundKey, action: string): Permission[] {
  return resources.map(({ arn, facts }) => ({ action, resource: arn, facts }));
}
