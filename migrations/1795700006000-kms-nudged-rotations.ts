import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When RotateSecret last made a failed, waiting rotation retry now, so that this can be limited. */
export class KmsNudgedRotations1795700006000 implements MigrationInterface {
  name = 'KmsNudgedRotations1795700006000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table kms_rotations add column nudged_at timestamptz');
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
