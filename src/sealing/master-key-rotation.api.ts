import type { SealedColumn } from './sealed-column.api.ts';

/** Called after every completed step, with a description for an administrator. */
export type Progress = (step: string) => void;

/** Replaces the present master key, alongside any number of running processes. */
export abstract class MasterKeyRotation {
  /**
   * Continues where an earlier run ended, however it ended. When it resolves, the former master key no longer opens
   * anything. `columns` are all columns that hold sealed values.
   * @throws RotationRefused
   */
  abstract run(columns: readonly SealedColumn[], progress: Progress): Promise<void>;
}

/** The rotation cannot continue as things are. The message says what an administrator has to do. */
export class RotationRefused extends Error {
  override readonly name = 'RotationRefused';
}
