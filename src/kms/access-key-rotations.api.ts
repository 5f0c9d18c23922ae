import type { RotationFailure } from './rotation-failure.api.ts';

/** Rotations of secrets that hold the AccessKey of a RAM user. Both are kept in one database: each step is one transaction, without a lease. */
export abstract class AccessKeyRotations {
  /**
   * Carries out what is due of one rotation: a new AccessKey is made, stored and ACSCurrent at once; after a window the former one is deleted.
   * False when nothing is due. `describe` tells what a person should do about a failure.
   */
  abstract workNext(describe: (code: string) => RotationFailure): Promise<boolean>;
}
