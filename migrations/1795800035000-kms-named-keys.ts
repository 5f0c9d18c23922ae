import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether CreateSecret named the key that encrypts the secret. */
export class KmsNamedKeys1795800035000 implements MigrationInterface {
  name = 'KmsNamedKeys1795800035000';

  // Nothing records it for existing secrets, but a caller that named no key was given the account's service key.
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table kms_secrets add column key_named boolean not null default false;
      update kms_secrets s set key_named = true
      from kms_keys k
      where (k.account_id, k.region, k.key_id) = (s.account_id, s.region, s.key_id) and k.creator_type <> 'Service';
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
