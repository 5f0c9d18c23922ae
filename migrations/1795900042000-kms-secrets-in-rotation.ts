import type { MigrationInterface, QueryRunner } from 'typeorm';

/** KMS asks by this view, and by nothing else, whether a rotation may be changing a secret's value on a host. */
export class KmsSecretsInRotation1795900042000 implements MigrationInterface {
  name = 'KmsSecretsInRotation1795900042000';

  // Of the same rows as the unique index kms_rotations_live: one rotation a secret.
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create view kms_secrets_in_rotation as
      select account_id, region, secret_id from kms_rotations
      where phase in ('claimed', 'prepared', 'draining', 'applying')
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
