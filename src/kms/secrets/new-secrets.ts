import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Coalescer } from '../../database/coalescer.ts';
import { DatabaseUnavailable } from '../../database/database-unavailable.ts';
import { HotPool } from '../../database/hot-pool.ts';
import { KmsErrors } from '../kms.errors.ts';
import { OverdueNames } from './overdue-names.ts';
import { currentStage } from './secret-stages.ts';
import type { UnstoredVersion } from './secret-version.entity.ts';
import { Secret } from './secret.entity.ts';

/** A secret with its first version, which becomes ACSCurrent. */
export interface NewSecret {
  readonly secret: Secret;
  readonly version: UnstoredVersion;
}

/** The outcome for one secret: whether it was made, or why that failed. */
type Outcome = { readonly made: boolean } | { readonly error: unknown };

/**
 * Stores new secrets; concurrent ones share a statement. A secret is stored completely or not at all, and not at all
 * when its name is taken.
 */
@Injectable()
export class NewSecrets {
  // One batch at a time: the rows that count secrets would block a second one anyway.
  private readonly batches = new Coalescer<NewSecret, Outcome>((batch) => this.insert(batch), {
    maxBatch: 64,
    inFlight: 1,
  });

  constructor(
    private readonly pool: HotPool,
    private readonly dataSource: DataSource,
    private readonly overdueNames: OverdueNames,
  ) {}

  /** False when the name is taken, even by a secret whose recovery window is over. */
  async add(newSecret: NewSecret): Promise<boolean> {
    const outcome = await this.batches.load(newSecret);
    if ('error' in outcome) throw outcome.error;
    return outcome.made;
  }

  /**
   * Stores one secret in one transaction with its preparation. First frees its name if an overdue secret has it.
   * @throws Rejected.ResourceExist, Rejected.ResourceInDeleteWindow
   */
  async addAlone(newSecret: NewSecret, preparation?: (tx: EntityManager) => Promise<void>): Promise<void> {
    const { secret } = newSecret;
    await this.overdueNames.free(secret);
    await this.dataSource.transaction(async (tx) => {
      const created = await tx.query<unknown[]>(statement, valuesOf([newSecret]));
      if (created.length === 0) throw await nameTaken(tx, secret);
      await preparation?.(tx);
    });
  }

  /**
   * Secrets that fail together are tried one by one: one whose key was just deleted is no reason to refuse the others.
   */
  private async insert(batch: readonly NewSecret[]): Promise<Outcome[]> {
    try {
      return await this.insertTogether(batch);
    } catch (error) {
      if (batch.length === 1 || error instanceof DatabaseUnavailable) throw error;
      return (await Promise.allSettled(batch.map((newSecret) => this.insertTogether([newSecret])))).map((settled) =>
        settled.status === 'fulfilled' ? settled.value[0]! : { error: settled.reason as unknown },
      );
    }
  }

  private async insertTogether(batch: readonly NewSecret[]): Promise<Outcome[]> {
    const values = valuesOf(batch);
    const rows = await this.pool.query<{ id: string }>({ name: 'kms.new-secrets', text: statement, values });
    const created = new Set(rows.map(({ id }) => id));
    return batch.map(({ secret }) => ({ made: created.has(secret.secretId) }));
  }
}

async function nameTaken(tx: EntityManager, { accountId, region, name }: Secret): Promise<Error> {
  const existing = await tx.findOneBy(Secret, { accountId, region, name });
  return existing?.plannedDeletionAt ? KmsErrors.NameInDeleteWindow() : KmsErrors.SecretExists();
}

function valuesOf(batch: readonly NewSecret[]): string[] {
  const secrets = batch.map(({ secret }) => columnsOf(secret, secretColumns));
  const versions = batch.map(({ version }) => columnsOf(version, versionColumns));
  return [JSON.stringify(secrets), JSON.stringify(versions)];
}

function columnsOf<Row extends object>(row: Row, columns: Record<keyof Row, string>): Record<string, unknown> {
  const members = Object.entries<string>(columns).map(([member, column]) => [column, row[member as keyof Row]]);
  return Object.fromEntries(
    members.map(([column, value]) => [column, Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value]),
  ) as Record<string, unknown>;
}

const secretColumns: Record<keyof Secret, string> = {
  accountId: 'account_id',
  region: 'region',
  secretId: 'secret_id',
  name: 'name',
  type: 'type',
  description: 'description',
  keyId: 'key_id',
  keyNamed: 'key_named',
  extendedConfig: 'extended_config',
  creator: 'creator',
  tags: 'tags',
  policy: 'policy',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  lastRotatedAt: 'last_rotated_at',
  automaticRotation: 'automatic_rotation',
  rotationIntervalSeconds: 'rotation_interval_seconds',
  nextRotationAt: 'next_rotation_at',
  rotationState: 'rotation_state',
  plannedDeletionAt: 'planned_deletion_at',
};

const versionColumns: Record<keyof UnstoredVersion, string> = {
  accountId: 'account_id',
  region: 'region',
  secretId: 'secret_id',
  versionId: 'version_id',
  dataType: 'data_type',
  keyId: 'key_id',
  keyVersionId: 'key_version_id',
  wrappedDataKey: 'wrapped_data_key',
  ciphertext: 'ciphertext',
  createdAt: 'created_at',
};

const ofSecrets = Object.values(secretColumns).join(', ');
const ofVersions = Object.values(versionColumns).join(', ');

// In order, so that two statements with the same names cannot deadlock.
const statement = `
  with made as (
    insert into kms_secrets (${ofSecrets})
    select ${ofSecrets} from json_populate_recordset(null::kms_secrets, $1::json)
    order by account_id, region, name
    on conflict do nothing
    returning account_id, region, secret_id
  ), first_versions as (
    insert into kms_secret_versions (${ofVersions})
    select ${ofVersions} from json_populate_recordset(null::kms_secret_versions, $2::json)
    join made using (account_id, region, secret_id)
    returning account_id, region, secret_id, version_id
  ), labels as (
    insert into kms_secret_stages (account_id, region, secret_id, stage, version_id)
    select account_id, region, secret_id, '${currentStage}', version_id from first_versions
  )
  select secret_id as id from made`;
