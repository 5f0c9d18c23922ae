import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { dryRunAnswer } from '../dry-run.ts';
import { GuardedCalls } from '../guarded-calls.service.ts';
import { KmsErrors } from '../kms.errors.ts';
import { KeyLookup, type StoredKey } from './key-lookup.service.ts';
import type { KeyVersionPlace } from './key-materials.service.ts';
import { isAlias, keyArn, keyPlace } from './key-name.ts';
import { algorithmOf, type KeyAlgorithm, type KeyUsage } from './key-spec.ts';
import { requireEnabled } from './key-state.ts';

/** Which key a call uses, and what for. */
export interface KeyCall {
  /** Id, alias or ARN. */
  readonly key: string;
  /** Undefined: the primary version. */
  readonly keyVersionId?: string;
  /** Undefined: whatever the key is for. */
  readonly usage?: KeyUsage;
  /** Only says what would have happened: the call always fails. */
  readonly dryRun?: boolean;
}

/** A key version that may be used just now: the caller was authorised, and the key is enabled. */
export interface UsableKey extends KeyVersionPlace {
  readonly algorithm: KeyAlgorithm;
  readonly sealedMaterial: Buffer;
  readonly publicKey: Buffer | null;
}

/** Lends keys to cryptographic calls: finds, authorises, audits. */
@Injectable()
export class KeyUse {
  constructor(
    private readonly lookup: KeyLookup,
    private readonly guarded: GuardedCalls,
  ) {}

  /** Runs `work` with the key that the call names, authorised as the action on the key's own ARN. Audited. */
  async run<T>(caller: Caller, action: string, call: KeyCall, work: (key: UsableKey) => T): Promise<T> {
    const stored = await this.find(caller, call);
    return this.record(caller, action, arnOf(caller, call.key, stored), call.dryRun, async () =>
      work(await this.require(caller, `kms:${action}`, call, stored)),
    );
  }

  /** Undefined when there is no such key. Says nothing of whether the caller may use it. */
  async find(caller: Caller, { key, keyVersionId }: KeyCall): Promise<StoredKey | undefined> {
    const place = keyPlace(caller, key);
    return place && this.lookup.find(caller, place, keyVersionId);
  }

  /** Audits `work`, which fails after all when it is only a dry run. */
  async record<T>(
    caller: Caller,
    action: string,
    arn: string,
    dryRun: boolean | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await this.guarded.record(caller, action, arn, async () => {
        const answer = await work();
        if (dryRun) throw KmsErrors.DryRunOperation();
        return answer;
      });
    } catch (error) {
      throw dryRun ? dryRunAnswer(error) : error;
    }
  }

  /**
   * Authorises the use of a key that was looked up. Throws Forbidden.NoPermission, Forbidden.KeyNotFound or AliasNotFound, what
   * requireEnabled throws, UnsupportedOperation for a key of another usage, or Forbidden.KeyVersionNotFound.
   */
  async require(caller: Caller, action: string, call: KeyCall, stored: StoredKey | undefined): Promise<UsableKey> {
    const resource = arnOf(caller, call.key, stored);
    await this.guarded.require(caller, { action, resource, facts: stored?.facts ?? {} });
    if (!stored) throw isAlias(call.key) ? KmsErrors.AliasNotFound() : KmsErrors.KeyNotFound();
    requireEnabled(stored.state);
    if (call.usage && stored.usage !== call.usage) throw KmsErrors.ActionUnsupported();
    return usableKey(stored);
  }
}

/** The key's own ARN; of a key that there is not, what it was asked for by. */
export function arnOf(caller: Caller, reference: string, stored: StoredKey | undefined): string {
  return stored ? keyArn(stored, stored.keyId) : keyArn(caller, reference);
}

/** Throws as requireEnabled does, or Forbidden.KeyVersionNotFound. */
export function usableKey(stored: StoredKey | undefined): UsableKey {
  if (!stored) throw KmsErrors.KeyNotFound();
  requireEnabled(stored.state);
  const { accountId, region, keyId, spec, version } = stored;
  if (!version) throw KmsErrors.KeyVersionNotFound();
  const { keyVersionId, sealedMaterial, publicKey } = version;
  if (!sealedMaterial) throw KmsErrors.KeyPendingImport();
  return { accountId, region, keyId, keyVersionId, algorithm: algorithmOf(spec), sealedMaterial, publicKey };
}
