import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The broker's own host keys, one of each kind. The first insert wins. */
export class Broker1795500006000 implements MigrationInterface {
  name = 'Broker1795500006000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table broker_host_keys (
        kind text primary key check (kind in ('ed25519', 'ecdsa-p256', 'rsa-3072')),
        sealed_private_key bytea not null,
        created_at timestamptz not null
      )
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
