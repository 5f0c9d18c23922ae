import type { SealedColumn } from './sealed-column.api.ts';

/** Told of every step that is done, in words for an administrator. */
export type Progress = (step: string) => void;

/** Puts another master key in the place of the present one, beside any number of running processes. */
export abstract class MasterKeyRotation {
  /**
   * Goes on where an earlier run ended, however that one ended; when it resolves, the former master key opens nothing any more. `columns`
   * are all that hold sealed values. Throws RotationRefused.
   */
  abstract run(columns: readonly SealedColumn[], progress: Progress): Promise<void>;
}

/** The rotation cannot go on as things are; the message says what an administrator is to do. */
export class RotationRefused extends Error {
  override readonly name = 'RotationRefused';
}
