import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Users are marked when the RAM user whom they stand for is deleted; at once where there is none. */
export class DeletedRamUsers1796000077000 implements MigrationInterface {
  name = 'DeletedRamUsers1796000077000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table bastion_users
        add column is_remote_deleted boolean not null default false,
        add constraint bastion_users_remote_deleted check (not is_remote_deleted or source <> 'Local')`);
    await queryRunner.query(`
      update bastion_users u set is_remote_deleted = true
      where u.source = 'Ram' and not exists (
        select from ram_users r where r.account_id = u.account_id and r.user_id = u.source_user_id)`);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
