import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.ts';
import { Redacted } from '../../common/redacted.ts';
import { isUnopened, Sealing, type SealingPlace } from '../../sealing/sealing.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import { makeKeyPair } from './key-pairs.ts';
import type { WrappingAlgorithm } from './key-unwrapping.ts';
import type { Key } from './key.entity.ts';

type Owner = Pick<Key, 'accountId' | 'region' | 'keyId'>;

export interface IssuedToken {
  readonly token: Buffer;
  /** SubjectPublicKeyInfo of the key that material is wrapped with. */
  readonly publicKey: Buffer;
  readonly expiresAt: Date;
}

/** How the material is wrapped. */
export interface Wrapping {
  readonly algorithm: WrappingAlgorithm;
  readonly privateKey: Redacted<Buffer>;
}

const lifetimeMs = 24 * 3_600_000;

/** An import token holds the private half of its wrapping key, sealed for one KMS key, so no process has to keep it. */
@Injectable()
export class ImportTokens {
  constructor(
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {}

  /** Makes a new wrapping key each time. */
  async issue(key: Owner, algorithm: WrappingAlgorithm): Promise<IssuedToken> {
    const { privateKey, publicKey } = await makeKeyPair({ kind: 'rsa', modulusBits: 2048 });
    const expiresAt = new Date(this.clock.now().getTime() + lifetimeMs);
    const members = { expiresAt: expiresAt.getTime(), algorithm, privateKey: privateKey.reveal().toString('base64') };
    const token = this.sealing.seal(new Redacted(Buffer.from(JSON.stringify(members))), tokenPlace(key));
    return { token, publicKey, expiresAt };
  }

  /** @throws InvalidImportToken for what is not a token of this key, ExpiredImportToken after 24 hours */
  open(key: Owner, token: Buffer): Wrapping {
    const { expiresAt, algorithm, privateKey } = JSON.parse(this.unseal(key, token).reveal().toString());
    if (expiresAt <= this.clock.now().getTime()) throw KmsErrors.ImportTokenExpired();
    return { algorithm, privateKey: new Redacted(Buffer.from(privateKey, 'base64')) };
  }

  private unseal(key: Owner, token: Buffer): Redacted<Buffer> {
    try {
      return this.sealing.open(token, tokenPlace(key));
    } catch (cause) {
      throw isUnopened(cause) ? KmsErrors.ImportTokenInvalid({ cause }) : cause;
    }
  }
}

function tokenPlace({ accountId, region, keyId }: Owner): SealingPlace {
  return ['kms-import-token', accountId, region, keyId];
}
