import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import type { Subject } from '../../guard/guard.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import { KeyLookup, type StoredKey } from './key-lookup.ts';
import type { KeyVersionPlace } from './key-materials.ts';
import { isAlias, keyArn, keyPlace } from './key-name.ts';
import { algorithmOf, type KeyAlgorithm, type KeyUsage } from './key-spec.ts';
import { requireEnabled } from './key-state.ts';

/** How a call names a key. */
export interface KeyReference {
  /** Id, alias or ARN. */
  readonly key: string;
  /** Undefined: the primary version. */
  readonly keyVersionId?: string;
}

/** A key that a call names. The guard checks access on the key's own ARN, however the call named it. */
export interface FoundKey extends Subject {
  readonly reference: string;
  /** Undefined when there is no such key. */
  readonly stored: StoredKey | undefined;
}

/** What a call uses a key for. */
export interface KeyPurpose {
  /** Undefined: any usage. */
  readonly usage?: KeyUsage;
  /** When true, the call always fails and only says what would have happened. */
  readonly dryRun?: boolean;
}

/** A key version that may be used now: the caller has been authorised and the key is enabled. */
export interface UsableKey extends KeyVersionPlace {
  readonly algorithm: KeyAlgorithm;
  readonly sealedMaterial: Buffer;
  readonly publicKey: Buffer | null;
}

/** Finds the keys that calls name. */
@Injectable()
export class KeyUse {
  constructor(private readonly lookup: KeyLookup) {}

  /** Access is decided on the same row that is then used. */
  async find(caller: Caller, { key, keyVersionId }: KeyReference): Promise<FoundKey> {
    const place = keyPlace(caller, key);
    const stored = place && (await this.lookup.find(caller, place, keyVersionId));
    const arn = stored ? keyArn(stored, stored.keyId) : keyArn(caller, key);
    return { resources: [{ arn, facts: stored?.facts ?? {} }], reference: key, stored };
  }
}

/**
 * Lends a key to `work`, for callers who have been authorised on it.
 * @throws Forbidden.KeyNotFound, Forbidden.AliasNotFound, the errors of requireEnabled, UnsupportedOperation for a key
 *   of another usage, Forbidden.KeyVersionNotFound, DryRunOperationError after a dry run
 */
export function withKey<T>(found: FoundKey, { usage, dryRun }: KeyPurpose, work: (key: UsableKey) => T): T {
  const stored = existing(found);
  requireEnabled(stored.state);
  if (usage && stored.usage !== usage) throw KmsErrors.ActionUnsupported();
  const answer = work(usableKey(stored));
  if (dryRun) throw KmsErrors.DryRunOperation();
  return answer;
}

/** @throws Forbidden.KeyNotFound, Forbidden.AliasNotFound */
export function existing({ stored, reference }: Pick<FoundKey, 'stored' | 'reference'>): StoredKey {
  if (!stored) throw isAlias(reference) ? KmsErrors.AliasNotFound() : KmsErrors.KeyNotFound();
  return stored;
}

/** @throws the errors of requireEnabled, Forbidden.KeyVersionNotFound */
export function usableKey(stored: StoredKey | undefined): UsableKey {
  if (!stored) throw KmsErrors.KeyNotFound();
  requireEnabled(stored.state);
  const { accountId, region, keyId, spec, version } = stored;
  if (!version) throw KmsErrors.KeyVersionNotFound();
  const { keyVersionId, sealedMaterial, publicKey } = version;
  if (!sealedMaterial) throw KmsErrors.KeyPendingImport();
  return { accountId, region, keyId, keyVersionId, algorithm: algorithmOf(spec), sealedMaterial, publicKey };
}
