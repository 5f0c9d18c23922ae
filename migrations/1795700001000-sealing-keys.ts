import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sealing keys, which are wrapped under the master key, so that it can be replaced while processes run. */
export class SealingKeys1795700001000 implements MigrationInterface {
  name = 'SealingKeys1795700001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(masterKeyAsFirstKey);
    for (const [table, column] of sealedColumns) await runner.query(referToKeys(table, column));
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const tables = `
  create table sealing_keys (
    key_id bytea primary key check (length(key_id) = 4),
    state text not null check (state in ('incoming', 'current', 'former')),
    -- The master key that it was made for.
    made_for bytea not null
  );
  create unique index sealing_keys_one_current on sealing_keys (state) where state = 'current';
  create unique index sealing_keys_one_incoming on sealing_keys (state) where state = 'incoming';

  -- Each key under each of the master keys that may open it.
  create table sealing_key_wraps (
    key_id bytea not null references sealing_keys on delete cascade,
    master_key_id bytea not null,
    wrapped bytea not null,
    primary key (key_id, master_key_id)
  );

  create table sealing_processes (
    process_id text primary key,
    label text not null,
    alive_at timestamptz not null,
    opens bytea[] not null,
    seals_under bytea
  );
`;

// So far everything was sealed under the master key itself. It becomes the first sealing key, known by its own id, and
// its check value stands in for a wrap.
const masterKeyAsFirstKey = `
  insert into sealing_keys (key_id, state, made_for)
  select substring(sealed from 2 for 4), 'current', substring(sealed from 2 for 4) from master_key_check;
  insert into sealing_key_wraps (key_id, master_key_id, wrapped)
  select substring(sealed from 2 for 4), substring(sealed from 2 for 4), sealed from master_key_check;
  drop table master_key_check;
`;

const sealedColumns = [
  ['access_keys', 'sealed_secret'],
  ['sts_sessions', 'sealed_secret'],
  ['kms_key_versions', 'sealed_material'],
  ['kms_keys', 'sealed_fingerprint'],
  ['ecs_instances', 'sealed_management_credential'],
  ['bastion_host_accounts', 'sealed_password'],
  ['bastion_host_accounts', 'sealed_private_key'],
  ['bastion_host_accounts', 'sealed_passphrase'],
  ['broker_host_keys', 'sealed_private_key'],
] as const;

// A ciphertext starts with its format (1 byte) and the id of its key (4 bytes). The foreign key keeps the database from
// losing a key that something is sealed under.
function referToKeys(table: string, column: string): string {
  return `
    alter table ${table} add column ${column}_under bytea
      generated always as (substring(${column} from 2 for 4)) stored references sealing_keys;
    create index ${table}_${column}_under on ${table} (${column}_under);
  `;
}
