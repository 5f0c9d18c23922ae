import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Redacted } from '../../common/redacted.ts';
import { Sealing, type SealingPlace } from '../../sealing/sealing.api.ts';
import { RotationRows } from './rotation-rows.ts';
import type { RotationRun } from './rotation-run.ts';
import { Rotation } from './rotation.entity.ts';

/**
 * What has to be known to undo a rotation, whichever process does it: the host's former state, for example a shadow
 * entry. Sealed, and deleted when the rotation ends.
 */
@Injectable()
export class UndoNotes {
  constructor(
    private readonly dataSource: DataSource,
    private readonly rows: RotationRows,
    private readonly sealing: Sealing,
  ) {}

  async read({ rotationId }: RotationRun): Promise<Redacted<string> | undefined> {
    const row = await this.dataSource.manager.findOneBy(Rotation, { rotationId });
    if (!row?.sealedUndoNote) return undefined;
    return new Redacted(this.sealing.open(row.sealedUndoNote, undoNotePlace(row)).reveal().toString());
  }

  /** Replaces the previous note. @throws LeaseLost */
  async keep(run: RotationRun, note: Redacted<string>): Promise<void> {
    const plaintext = new Redacted(Buffer.from(note.reveal()));
    await this.rows.write(run, { sealedUndoNote: this.sealing.seal(plaintext, undoNotePlace(run)) });
  }
}

/** Where the note of a rotation is sealed. */
export function undoNotePlace({ rotationId }: Pick<Rotation, 'rotationId'>): SealingPlace {
  return ['kms-rotation-undo-note', rotationId];
}
