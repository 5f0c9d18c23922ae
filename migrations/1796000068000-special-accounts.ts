import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions with accounts that engineers name themselves, and whether an instance allows them. */
export class SpecialAccounts1796000068000 implements MigrationInterface {
  name = 'SpecialAccounts1796000068000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table bastion_instances
        add column empty_account boolean not null default true,
        add column self_account boolean not null default false;

      alter table bastion_sessions alter column host_account_id drop not null`);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
