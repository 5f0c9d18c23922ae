import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A host may have its own preferred key exchange: ModifyHost's PrefKex. */
export class PreferredKeyExchange1795800010000 implements MigrationInterface {
  name = 'PreferredKeyExchange1795800010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("alter table bastion_hosts add column preferred_key_exchange text not null default 'default'");
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
