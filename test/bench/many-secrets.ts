import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { databaseName } from '../../src/database/embedded/cluster.ts';
import { layoutOf } from '../../src/database/embedded/layout.ts';

/** The number of versions that each secret has in the end. */
const versions = 10;

/**
 * Rows for a benchmark, written directly to the database: copies of a secret that was created through the service,
 * under new names. Their values cannot be opened, since each ciphertext is bound to its row. The copies only make the
 * tables large.
 */
export class ManySecrets {
  private constructor(
    private readonly client: Client,
    private readonly template: string,
  ) {}

  /** Uses the embedded database in a data directory; `template` is the name of the secret to copy. */
  static async open(dataDir: string, template: string): Promise<ManySecrets> {
    const client = new Client({ host: layoutOf(dataDir).socket, user: databaseName, database: databaseName });
    await client.connect();
    return new ManySecrets(client, template);
  }

  /** Names are `bench/copy-<group>-<number>`. */
  async copy(group: string, count: number): Promise<void> {
    await this.client.query(copySecrets, [this.template, group, count, randomUUID()]);
  }

  /** Gives every secret older versions, and the planner the statistics that autovacuum would soon collect. */
  async finish(): Promise<void> {
    // The foreign keys are right by construction, and a million checks would take long.
    await this.client.query('set session_replication_role = replica');
    await this.client.query(copyVersions, [this.template, versions - 1]);
    await this.client.query(copyCurrent, [this.template]);
    for (const table of ['kms_secrets', 'kms_secret_versions', 'kms_secret_stages'])
      await this.client.query(`vacuum analyze ${table}`);
  }

  close(): Promise<void> {
    return this.client.end();
  }
}

const columnsOf = (others: string) => `account_id, region, secret_id, ${others}`;
const ofSecret = `type, description, key_id, extended_config, creator, tags, policy, updated_at, automatic_rotation, rotation_state`;
const ofValue = `data_type, key_id, key_version_id, wrapped_data_key, ciphertext, created_at`;
const ofTemplate = `(select account_id, region, secret_id from kms_secrets where name = $1)`;

const copySecrets = `
  insert into kms_secrets (${columnsOf(`name, created_at, ${ofSecret}`)})
  select account_id, region, md5($4::text || n), 'bench/copy-' || $2::text || '-' || n, created_at + n * interval '1 ms', ${ofSecret}
  from kms_secrets, generate_series(1, $3::integer) n where name = $1`;

const copyVersions = `
  insert into kms_secret_versions (${columnsOf(`version_id, ${ofValue}`)})
  select s.account_id, s.region, s.secret_id, 'old-' || n, v.data_type, v.key_id, v.key_version_id, v.wrapped_data_key, v.ciphertext, v.created_at
  from kms_secrets s cross join generate_series(1, $2::integer) n
  cross join (select * from kms_secret_versions where (account_id, region, secret_id) in ${ofTemplate}) v`;

// For the secrets that have no current version: the copies.
const copyCurrent = `
  with made as (
    insert into kms_secret_versions (${columnsOf(`version_id, ${ofValue}`)})
    select s.account_id, s.region, s.secret_id, v.version_id, v.data_type, v.key_id, v.key_version_id, v.wrapped_data_key, v.ciphertext, v.created_at
    from kms_secrets s
    cross join (select * from kms_secret_versions where (account_id, region, secret_id) in ${ofTemplate} and version_id = 'v1') v
    where s.name like 'bench/copy-%'
    returning account_id, region, secret_id, version_id
  )
  insert into kms_secret_stages (${columnsOf('stage, version_id')})
  select account_id, region, secret_id, 'ACSCurrent', version_id from made`;
