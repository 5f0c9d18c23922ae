import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import type { Page, PageRequest } from '../../common/page.ts';
import { countedPage } from '../../database/counted-page.ts';
import { Authorization } from '../../identity/identity.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import { KeyCreation } from './key-creation.ts';
import { narrowKeys, type KeyFilter } from './key-filters.ts';
import { KeyLookup, type StoredKey } from './key-lookup.ts';
import type { SealedKeyVersion } from './key-materials.ts';
import { isAlias, keyArn, keyPlace } from './key-name.ts';
import { algorithmOf } from './key-spec.ts';
import { keyAt, requireEnabled } from './key-state.ts';
import { existing, usableKey } from './key-use.ts';
import type { KeyVersion } from './key-version.entity.ts';
import { Key } from './key.entity.ts';

/** The key that a value is encrypted under. Without a version, the key that new values are. */
type KeyOfValue = Pick<KeyVersion, 'accountId' | 'region' | 'keyId'> & Partial<Pick<KeyVersion, 'keyVersionId'>>;

/** Finds keys, each in its state at that moment. */
@Injectable()
export class KeysService {
  constructor(
    @InjectRepository(Key) private readonly keys: Repository<Key>,
    private readonly creation: KeyCreation,
    private readonly lookup: KeyLookup,
    private readonly authorization: Authorization,
    private readonly clock: Clock,
  ) {}

  /** By id, alias or ARN. @throws Forbidden.KeyNotFound, Forbidden.AliasNotFound */
  async find(caller: Caller, reference: string): Promise<StoredKey> {
    const place = keyPlace(caller, reference);
    return existing({ reference, stored: place && (await this.lookup.find(caller, place)) });
  }

  /** By id or ARN, for calls that take no alias. @throws Unsupported.Alias, Forbidden.KeyNotFound */
  async findById(caller: Caller, keyIdOrArn: string): Promise<StoredKey> {
    if (isAlias(keyIdOrArn)) throw KmsErrors.AliasUnsupported();
    return this.find(caller, keyIdOrArn);
  }

  /** All that is stored of a key. @throws Forbidden.KeyNotFound when it is gone by now */
  async read({ accountId, region, keyId }: StoredKey): Promise<Key> {
    const key = keyAt(await this.keys.findOneBy({ accountId, region, keyId }), this.clock.now());
    if (!key) throw KmsErrors.KeyNotFound();
    return key;
  }

  /** `read` for what `findById` finds. @throws Unsupported.Alias, Forbidden.KeyNotFound */
  async readById(caller: Caller, keyIdOrArn: string): Promise<Key> {
    return this.read(await this.findById(caller, keyIdOrArn));
  }

  async list(caller: Caller, filters: readonly KeyFilter[], page: PageRequest): Promise<Page<Key>> {
    const { accountId, region } = caller;
    const query = this.keys
      .createQueryBuilder('key')
      .where({ accountId, region })
      .andWhere('(key.deletionAt is null or key.deletionAt > :now)', { now: this.clock.now() });
    const sorted = narrowKeys(query, filters).orderBy('key.createdAt').addOrderBy('key.keyId');
    return countedPage(sorted, page);
  }

  /**
   * The key version that a new secret is encrypted under. `reference` is the id, alias or ARN of a key of the caller's
   * account; unless it is a service's key, the caller needs kms:GenerateDataKey on it. Without a reference, the version
   * is of the service key, which is made when it is first needed.
   * @throws Forbidden.KeyNotFound, Forbidden.AliasNotFound, Forbidden.NoPermission, the errors of requireEnabled,
   *   UnsupportedOperation for a key that is not symmetric
   */
  async keyForNewSecret(caller: Caller, reference?: string): Promise<SealedKeyVersion> {
    if (reference !== undefined) return usableKey(await this.ownKeyForNewSecret(caller, reference));
    const { accountId, region } = caller;
    const keyId = await this.creation.serviceKeyId(caller);
    return usableKey(await this.lookup.find(caller, { accountId, region, keyId }));
  }

  /**
   * The version of a key that a value is encrypted under, or that a new value is to be: the primary one.
   * @throws Forbidden.KeyNotFound, the errors of requireEnabled
   */
  async version(tx: EntityManager, { accountId, region, keyId, keyVersionId }: KeyOfValue): Promise<SealedKeyVersion> {
    return usableKey(await this.lookup.findVersion(tx, { accountId, region, keyId }, keyVersionId));
  }

  /** The key that a value is encrypted under, with the facts that decide on access. @throws Forbidden.KeyNotFound */
  async keyOf(caller: Caller, tx: EntityManager, { accountId, region, keyId }: KeyOfValue): Promise<StoredKey> {
    const key = await this.lookup.findWithin(tx, caller, { accountId, region, keyId });
    if (!key) throw KmsErrors.KeyNotFound();
    return key;
  }

  private async ownKeyForNewSecret(caller: Caller, reference: string): Promise<StoredKey> {
    const key = await this.find(caller, reference);
    if (key.accountId !== caller.accountId) throw KmsErrors.KeyNotFound();
    const { facts } = key;
    if (key.creatorType === 'User') {
      const resource = keyArn(key, key.keyId);
      await this.authorization.authorize(caller, { action: 'kms:GenerateDataKey', resource, facts });
    }
    requireEnabled(key.state);
    if (algorithmOf(key.spec).kind !== 'symmetric') throw KmsErrors.ActionUnsupported();
    return key;
  }
}
