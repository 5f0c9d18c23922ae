import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The only way in which KMS asks whether a rotation may be changing a secret's value on a host. */
export class KmsSecretsInRotation1795900042000 implements MigrationInterface {
  name = 'KmsSecretsInRotation1795900042000';

  // The same rows as in the unique index kms_rotations_live: one rotation per secret.
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
