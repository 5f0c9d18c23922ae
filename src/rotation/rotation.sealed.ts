import { sealedColumn, type SealedColumn } from '../sealing/sealed-column.api.ts';
import { undoNotePlace } from './store/undo-notes.ts';

/** What rotation keeps sealed: the notes for undoing a rotation that is under way. */
export const rotationSealed: readonly SealedColumn[] = [
  sealedColumn('kms_rotations', 'sealed_undo_note', ['rotation_id'], ({ rotation_id: rotationId }) =>
    undoNotePlace({ rotationId }),
  ),
];
