import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys and secrets may carry a policy of their own. */
export class KmsPolicies1795600002000 implements MigrationInterface {
  name = 'KmsPolicies1795600002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table kms_keys add column policy text;
      alter table kms_secrets add column policy text;
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
