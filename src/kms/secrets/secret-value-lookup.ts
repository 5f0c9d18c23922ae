import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.ts';
import { Coalescer } from '../../database/coalescer.ts';
import { HotPool } from '../../database/hot-pool.ts';
import type { ResourceFacts } from '../../identity/identity.api.ts';
import { stateInSql } from '../keys/key-state.ts';
import type { KeyState } from '../keys/key.entity.ts';
import type { SecretTag } from '../kms.api.ts';
import { resourceFacts } from '../resource-facts.ts';
import type { ScheduleColumns } from './secret-schedule.ts';
import type { SecretDataType } from './secret-version.entity.ts';

/** What is looked up: a secret by account, region and name, and its version by id, stage, or both. */
export interface ValueKey {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly versionId?: string;
  readonly stage?: string;
  /**
   * Whether the policies and tags of the secret and its key are wanted: they may be long, and an account's root needs
   * none.
   */
  readonly withPolicies: boolean;
}

/** A secret as stored, with the version looked up and the state of the key that it is encrypted under. */
export interface StoredValue extends ScheduleColumns {
  readonly accountId: string;
  readonly region: string;
  readonly secretId: string;
  readonly name: string;
  readonly extendedConfig: string | null;
  readonly lastRotatedAt: Date | null;
  readonly plannedDeletionAt: Date | null;
  readonly version: StoredVersion | undefined;
  readonly facts: ResourceFacts;
}

export interface StoredVersion {
  readonly versionId: string;
  readonly stages: readonly string[];
  readonly dataType: SecretDataType;
  readonly createdAt: Date;
  readonly wrappedDataKey: Buffer;
  readonly ciphertext: Buffer;
  readonly keyId: string;
  readonly keyVersionId: string;
  /** Null when the key has been deleted. */
  readonly keyState: KeyState | null;
  /** True for the account's service key. */
  readonly keyIsService: boolean;
  readonly keyFacts: ResourceFacts;
  readonly sealedMaterial: Buffer;
}

interface Facts {
  readonly policy: string | null;
  readonly tags: readonly SecretTag[] | null;
  readonly keyPolicy: string | null;
  readonly keyTags: readonly SecretTag[] | null;
}

type VersionRow = Omit<StoredVersion, 'keyFacts'> & Facts;

type Row = Omit<StoredValue, 'version' | 'facts'> & {
  [Member in keyof VersionRow]: VersionRow[Member] | null;
} & Facts & {
    readonly position: number;
  };

/**
 * Finds stored values; concurrent lookups share a query. Nothing is cached: a deletion, a moved label or a disabled key
 * shows in the next answer.
 */
@Injectable()
export class SecretValueLookup {
  private readonly coalescer = Coalescer.distinct((keys: ValueKey[]) => this.query(keys), JSON.stringify);

  constructor(
    private readonly pool: HotPool,
    private readonly clock: Clock,
  ) {}

  /** Undefined when there is no such secret. */
  find(key: ValueKey): Promise<StoredValue | undefined> {
    return isText(key) ? this.coalescer.load(key) : Promise.resolve(undefined);
  }

  private async query(keys: ValueKey[]): Promise<(StoredValue | undefined)[]> {
    const wanted = JSON.stringify(keys.map((key, position) => ({ position, ...key })));
    const rows = await this.pool.query<Row>({
      name: 'kms.secret-value',
      text: statement,
      values: [wanted, this.clock.now()],
    });
    const found = new Map(rows.map((row) => [row.position, row]));
    return keys.map((_, position) => storedValue(found.get(position)));
  }
}

// PostgreSQL stores neither NUL nor a lone surrogate, and one such key would fail all others in its query.
function isText(key: ValueKey): boolean {
  const { accountId, region, name, versionId = '', stage = '' } = key;
  return [accountId, region, name, versionId, stage].every((part) => part.isWellFormed() && !part.includes('\0'));
}

// Member by member: copying rows of thirty columns takes longer than decrypting the value.
function storedValue(row: Row | undefined): StoredValue | undefined {
  return (
    row && {
      accountId: row.accountId,
      region: row.region,
      secretId: row.secretId,
      name: row.name,
      type: row.type,
      extendedConfig: row.extendedConfig,
      lastRotatedAt: row.lastRotatedAt,
      plannedDeletionAt: row.plannedDeletionAt,
      automaticRotation: row.automaticRotation,
      rotationIntervalSeconds: row.rotationIntervalSeconds,
      nextRotationAt: row.nextRotationAt,
      rotationState: row.rotationState,
      facts: resourceFacts(row.policy, row.tags),
      version: row.versionId === null ? undefined : storedVersion(row as VersionRow),
    }
  );
}

function storedVersion(row: VersionRow): StoredVersion {
  return {
    versionId: row.versionId,
    stages: row.stages,
    dataType: row.dataType,
    createdAt: row.createdAt,
    wrappedDataKey: row.wrappedDataKey,
    ciphertext: row.ciphertext,
    keyId: row.keyId,
    keyVersionId: row.keyVersionId,
    keyState: row.keyState,
    keyIsService: row.keyIsService,
    keyFacts: resourceFacts(row.keyPolicy, row.keyTags),
    sealedMaterial: row.sealedMaterial,
  };
}

// JSON rather than arrays: the planner would plan each call anew for the length of the arrays, which costs more than
// the query. A managed secret (any type but Generic) is read by label alone. A label and a version must agree when both
// are named. OFFSET 0 keeps the planner from taking the version's id out of the index condition and reading all
// versions of the secret.
const statement = `
  select wanted.position, s.account_id as "accountId", s.region, s.secret_id as "secretId", s.name, s.type,
    s.extended_config as "extendedConfig", s.last_rotated_at as "lastRotatedAt", s.planned_deletion_at as "plannedDeletionAt",
    s.automatic_rotation as "automaticRotation", s.rotation_interval_seconds as "rotationIntervalSeconds",
    s.next_rotation_at as "nextRotationAt", s.rotation_state as "rotationState",
    v.version_id as "versionId", v.data_type as "dataType", v.created_at as "createdAt",
    v.wrapped_data_key as "wrappedDataKey", v.ciphertext, v.key_id as "keyId", v.key_version_id as "keyVersionId",
    ${stateInSql('k', '$2::timestamptz')} as "keyState", k.creator_type = 'Service' as "keyIsService",
    case when wanted."withPolicies" then s.policy end as policy, case when wanted."withPolicies" then s.tags end as tags,
    case when wanted."withPolicies" then k.policy end as "keyPolicy", case when wanted."withPolicies" then k.tags end as "keyTags",
    kv.sealed_material as "sealedMaterial",
    array(
      select stage from kms_secret_stages l
      where l.account_id = s.account_id and l.region = s.region and l.secret_id = s.secret_id and l.version_id = v.version_id
      order by stage
    ) as stages
  from json_to_recordset($1::json)
    as wanted (position integer, "accountId" text, region text, name text, "versionId" text, stage text, "withPolicies" boolean)
  join kms_secrets s
    on s.account_id = wanted."accountId" and s.region = wanted.region and s.name = wanted.name
    and (s.planned_deletion_at is null or s.planned_deletion_at > $2)
  left join kms_secret_stages labelled
    on labelled.account_id = s.account_id and labelled.region = s.region and labelled.secret_id = s.secret_id
    and labelled.stage = coalesce(wanted.stage, 'ACSCurrent')
  left join lateral (
    select * from kms_secret_versions v
    where v.account_id = s.account_id and v.region = s.region and v.secret_id = s.secret_id
    and v.version_id = case when s.type = 'Generic' then coalesce(wanted."versionId", labelled.version_id) else labelled.version_id end
    and (wanted.stage is null or v.version_id = labelled.version_id)
    offset 0
  ) v on true
  left join kms_key_versions kv
    on kv.account_id = v.account_id and kv.region = v.region and kv.key_id = v.key_id and kv.key_version_id = v.key_version_id
  left join kms_keys k
    on k.account_id = v.account_id and k.region = v.region and k.key_id = v.key_id`;
