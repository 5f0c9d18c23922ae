import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever calls RotateSecret has a rotation that waits after a failure tried at once, but not all the time. */
export class KmsNudgedRotations1795700006000 implements MigrationInterface {
  name = 'KmsNudgedRotations1795700006000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table kms_rotations add column nudged_at timestamptz');
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
