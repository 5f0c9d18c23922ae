import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the rotations of a secret, those that have ended too, without reading those of all others. */
export class KmsRotationsOfASecret1796000083000 implements MigrationInterface {
  name = 'KmsRotationsOfASecret1796000083000';

  // RotateSecret counts those of the last hour; a secret that is deleted takes all of its own along.
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create index kms_rotations_secret on kms_rotations (account_id, region, secret_id, created_at)',
    );
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
