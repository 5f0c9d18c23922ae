import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { Coalescer } from '../../database/coalescer.ts';
import { HotPool } from '../../database/hot-pool.ts';
import type { ResourceFacts } from '../../identity/identity.api.ts';
import { resourceFacts } from '../resource-facts.ts';
import type { KeyPlace } from './key-name.ts';
import { stateInSql } from './key-state.ts';
import type { Key, KeyState, KeyTag } from './key.entity.ts';

/** A key as stored at the time of the lookup, with the version that was asked for. */
export interface StoredKey extends Pick<Key, 'accountId' | 'region' | 'keyId' | 'creatorType' | 'spec' | 'usage'> {
  readonly state: KeyState;
  readonly facts: ResourceFacts;
  /** Undefined when the key has no such version. */
  readonly version: StoredKeyVersion | undefined;
}

export interface StoredKeyVersion {
  readonly keyVersionId: string;
  /** Null while the material is still to be imported. */
  readonly sealedMaterial: Buffer | null;
  readonly publicKey: Buffer | null;
}

interface Question {
  readonly accountId: string;
  readonly region: string;
  readonly keyId?: string;
  readonly aliasName?: string;
  readonly keyVersionId?: string;
  /** Whether policy and tags are wanted: they may be long, and an account's root needs none. */
  readonly withPolicies: boolean;
}

type Row = Omit<StoredKey, 'facts' | 'version'> & {
  readonly position: number;
  readonly policy: string | null;
  readonly tags: readonly KeyTag[] | null;
  readonly keyVersionId: string | null;
  readonly sealedMaterial: Buffer | null;
  readonly publicKey: Buffer | null;
};

/**
 * Finds a key with its alias, state, policy and material in one statement; concurrent lookups share a query. Access is
 * decided on the same row that is then used: moving an alias or disabling a key takes effect before or after the
 * lookup, never in between.
 */
@Injectable()
export class KeyLookup {
  private readonly coalescer = new Coalescer((questions: Question[]) => this.query(questions));

  constructor(
    private readonly pool: HotPool,
    private readonly clock: Clock,
  ) {}

  /** Returns the key with the version named, or else the primary one. Undefined when there is no such key. */
  find(caller: Caller, place: KeyPlace, keyVersionId?: string): Promise<StoredKey | undefined> {
    const question = { ...place, keyVersionId, withPolicies: needsPolicies(caller, place) };
    return isText(question) ? this.coalescer.load(question) : Promise.resolve(undefined);
  }

  /** The same as part of a transaction, on its connection. */
  findWithin(tx: EntityManager, caller: Caller, place: KeyPlace): Promise<StoredKey | undefined> {
    return this.queryWithin(tx, { ...place, withPolicies: needsPolicies(caller, place) });
  }

  /** The same without policies and tags. */
  findVersion(tx: EntityManager, place: KeyPlace, keyVersionId?: string): Promise<StoredKey | undefined> {
    return this.queryWithin(tx, { ...place, keyVersionId, withPolicies: false });
  }

  private async queryWithin(tx: EntityManager, question: Question): Promise<StoredKey | undefined> {
    const [row] = await tx.query<Row[]>(statement, this.valuesOf([question]));
    return row && storedKey(row);
  }

  private async query(questions: Question[]): Promise<(StoredKey | undefined)[]> {
    const values = this.valuesOf(questions);
    const rows = await this.pool.query<Row>({ name: 'kms.key-lookup', text: statement, values });
    const found = new Map(rows.map((row) => [row.position, storedKey(row)]));
    return questions.map((_, position) => found.get(position));
  }

  private valuesOf(questions: Question[]): unknown[] {
    return [JSON.stringify(questions.map((question, position) => ({ position, ...question }))), this.clock.now()];
  }
}

function needsPolicies({ identity, accountId }: Caller, place: KeyPlace): boolean {
  return identity.kind !== 'Account' || place.accountId !== accountId;
}

// PostgreSQL stores neither NUL nor a lone surrogate, and one such question would fail all others in its query.
function isText({ accountId, region, keyId = '', aliasName = '', keyVersionId = '' }: Question): boolean {
  const parts = [accountId, region, keyId, aliasName, keyVersionId];
  return parts.every((part) => part.isWellFormed() && !part.includes('\0'));
}

function storedKey(row: Row): StoredKey {
  const { keyVersionId, sealedMaterial, publicKey, policy, tags, ...key } = row;
  const version = keyVersionId === null ? undefined : { keyVersionId, sealedMaterial, publicKey };
  return { ...key, version, facts: resourceFacts(policy, tags) };
}

const statement = `
  select wanted.position, k.account_id as "accountId", k.region, k.key_id as "keyId",
    k.creator_type as "creatorType", k.spec, k.usage,
    ${stateInSql('k', '$2::timestamptz')} as state,
    case when wanted."withPolicies" then k.policy end as policy, case when wanted."withPolicies" then k.tags end as tags,
    v.key_version_id as "keyVersionId", v.sealed_material as "sealedMaterial", v.public_key as "publicKey"
  from json_to_recordset($1::json) as wanted (position integer, "accountId" text, region text, "keyId" text,
    "aliasName" text, "keyVersionId" text, "withPolicies" boolean)
  left join kms_aliases a
    on a.account_id = wanted."accountId" and a.region = wanted.region and a.alias_name = wanted."aliasName"
  join kms_keys k
    on k.account_id = wanted."accountId" and k.region = wanted.region and k.key_id = coalesce(wanted."keyId", a.key_id)
    and (k.deletion_at is null or k.deletion_at > $2)
  left join kms_key_versions v
    on v.account_id = k.account_id and v.region = k.region and v.key_id = k.key_id
    and v.key_version_id = coalesce(wanted."keyVersionId", k.primary_version_id)`;
