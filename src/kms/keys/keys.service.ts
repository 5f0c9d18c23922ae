import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import type { Page, PageRequest } from '../../common/page.ts';
import { countedPage } from '../../database/counted-page.ts';
import type { Subject } from '../../guard/guard.api.ts';
import { Authorization } from '../../identity/identity.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import { resourceFacts } from '../resource-facts.ts';
import { KeyCreation } from './key-creation.service.ts';
import { narrowKeys, type KeyFilter } from './key-filters.ts';
import { KeyLookup } from './key-lookup.service.ts';
import type { SealedKeyVersion } from './key-materials.service.ts';
import { isAlias, keyArn, keyPlace, type KeyPlace } from './key-name.ts';
import { algorithmOf } from './key-spec.ts';
import { requireEnabled, stateAt } from './key-state.ts';
import { usableKey } from './key-use.service.ts';
import { KeyVersion } from './key-version.entity.ts';
import { Key } from './key.entity.ts';

export interface NamedKey extends Subject {
  /** Id, alias or ARN. */
  readonly reference: string;
  /** Undefined when there is no such key. */
  readonly key: Key | undefined;
}

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
  async find(caller: Caller, reference: string): Promise<Key> {
    return (await this.lookFor(caller, reference)) ?? notFound(reference);
  }

  /** For the guard: access is checked on the key's own ARN, however the key is named. */
  async findNamed(caller: Caller, reference: string): Promise<NamedKey> {
    const key = await this.lookFor(caller, reference);
    const arn = key ? keyArn(key, key.keyId) : keyArn(caller, reference);
    return { resources: [{ arn, facts: key ? resourceFacts(key.policy, key.tags) : {} }], reference, key };
  }

  /** @throws Forbidden.KeyNotFound, Forbidden.AliasNotFound */
  existing({ key, reference }: NamedKey): Key {
    return key ?? notFound(reference);
  }

  /** By id or ARN, for calls that take no alias. @throws Unsupported.Alias, Forbidden.KeyNotFound */
  async findById(caller: Caller, keyIdOrArn: string): Promise<Key> {
    if (isAlias(keyIdOrArn)) throw KmsErrors.AliasUnsupported();
    return this.find(caller, keyIdOrArn);
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
  async forNewSecret(caller: Caller, reference?: string): Promise<SealedKeyVersion> {
    const { accountId, region } = caller;
    const keyId =
      reference === undefined
        ? await this.creation.serviceKeyId(caller)
        : (await this.ownForNewSecret(caller, reference)).keyId;
    return usableKey(await this.lookup.find(caller, { accountId, region, keyId }));
  }

  /** The version of a key that new values are encrypted under. @throws the errors of requireEnabled */
  async primaryVersion(caller: Caller, tx: EntityManager, keyId: string): Promise<SealedKeyVersion> {
    const key = await this.enabled(caller, tx, keyId);
    return sealedVersion(tx, key, key.primaryVersionId);
  }

  /** Any version of a key. @throws the errors of requireEnabled */
  async version(
    caller: Caller,
    tx: EntityManager,
    { keyId, keyVersionId }: Pick<KeyVersion, 'keyId' | 'keyVersionId'>,
  ): Promise<SealedKeyVersion> {
    return sealedVersion(tx, await this.enabled(caller, tx, keyId), keyVersionId);
  }

  private async ownForNewSecret(caller: Caller, reference: string): Promise<Key> {
    const key = await this.find(caller, reference);
    if (key.accountId !== caller.accountId) throw KmsErrors.KeyNotFound();
    const facts = resourceFacts(key.policy, key.tags);
    if (key.creatorType === 'User')
      await this.authorization.authorize(caller, {
        action: 'kms:GenerateDataKey',
        resource: keyArn(key, key.keyId),
        facts,
      });
    requireEnabled(key.state);
    if (algorithmOf(key.spec).kind !== 'symmetric') throw KmsErrors.ActionUnsupported();
    return key;
  }

  private async lookFor(caller: Caller, reference: string): Promise<Key | undefined> {
    const place = keyPlace(caller, reference);
    return place && this.at(place);
  }

  private async enabled({ accountId, region }: Caller, tx: EntityManager, keyId: string): Promise<Key> {
    const key = await this.at({ accountId, region, keyId }, tx);
    if (!key) throw KmsErrors.KeyNotFound();
    requireEnabled(key.state);
    return key;
  }

  private async at(place: KeyPlace, tx: EntityManager = this.keys.manager): Promise<Key | undefined> {
    const now = this.clock.now();
    const { accountId, region } = place;
    const query = tx.createQueryBuilder(Key, 'key').where({ accountId, region });
    const named = 'keyId' in place ? 'key.keyId = :name' : `key.keyId = ${byAlias}`;
    const key = await query
      .andWhere(named, { name: 'keyId' in place ? place.keyId : place.aliasName })
      .andWhere('(key.deletionAt is null or key.deletionAt > :now)', { now })
      .getOne();
    return key ? Object.assign(key, { state: stateAt(key, now) }) : undefined;
  }
}

function notFound(reference: string): never {
  throw isAlias(reference) ? KmsErrors.AliasNotFound() : KmsErrors.KeyNotFound();
}

const byAlias = `(select a.key_id from kms_aliases a
  where a.account_id = key.accountId and a.region = key.region and a.alias_name = :name)`;

async function sealedVersion(tx: EntityManager, key: Key, keyVersionId: string): Promise<SealedKeyVersion> {
  const { accountId, region, keyId } = key;
  const version = await tx.findOneByOrFail(KeyVersion, { accountId, region, keyId, keyVersionId });
  const { sealedMaterial } = version;
  if (!sealedMaterial) throw KmsErrors.KeyPendingImport();
  return { accountId, region, keyId, keyVersionId, sealedMaterial };
}
