import type { MigrationInterface, QueryRunner } from 'typeorm';

/** RAM users may have a password of the bastion's own. */
export class PasswordsOfRamUsers1796000068100 implements MigrationInterface {
  name = 'PasswordsOfRamUsers1796000068100';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table bastion_users
        drop constraint bastion_users_password,
        add constraint bastion_users_password check (
          case source when 'Local' then password_hash is not null when 'Ram' then true else password_hash is null end
          and (password_hash is null) = (password_set_at is null))`);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
