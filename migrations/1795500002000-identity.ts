import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts and the AccessKeys that may sign their calls. */
export class Identity1795500002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE accounts (
        account_id text PRIMARY KEY CHECK (account_id ~ '^[0-9]{16}$'),
        -- One account is the installation's own; the constraint decides which of two first starts makes it.
        is_primary boolean NOT NULL,
        created_at timestamptz NOT NULL
      );
      CREATE UNIQUE INDEX accounts_one_primary ON accounts (is_primary) WHERE is_primary;
      CREATE TABLE access_keys (
        access_key_id text PRIMARY KEY,
        account_id text NOT NULL REFERENCES accounts,
        sealed_secret bytea NOT NULL,
        active boolean NOT NULL,
        created_at timestamptz NOT NULL
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
