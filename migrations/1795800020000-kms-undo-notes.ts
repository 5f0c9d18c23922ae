import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the host had before a rotation, sealed, so that any process that undoes the rotation can restore it. */
export class KmsUndoNotes1795800020000 implements MigrationInterface {
  name = 'KmsUndoNotes1795800020000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(undoNotes);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const undoNotes = `
  alter table kms_rotations add column sealed_undo_note bytea;
  alter table kms_rotations add column sealed_undo_note_under bytea
    generated always as (substring(sealed_undo_note from 2 for 4)) stored references sealing_keys;
  create index kms_rotations_sealed_undo_note_under on kms_rotations (sealed_undo_note_under);
`;
