/** Why a rotation needs a person. */
export interface RotationFailure {
  /** One word, as in logs, audit rows and the rotation's row. */
  readonly code: string;
  /** What a person should do. */
  readonly whatToDo: string;
}
