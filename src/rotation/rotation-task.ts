import type { RotationRun } from '../kms/secret-rotations.api.ts';

/** A rotation while this process works on it. */
export class RotationTask {
  /** False as long as the host is known to be as it was before the rotation. */
  touched: boolean;
  /** True once the host has taken the candidate, or may have in an earlier attempt. */
  mayHoldCandidate: boolean;
  /** Failed logins that this attempt has cost the account. */
  refusedLogins = 0;

  constructor(
    /** As it was last written. */
    public run: RotationRun,
    /** Aborted when the rotation is no longer ours. */
    readonly signal: AbortSignal,
  ) {
    this.touched = run.phase === 'applying';
    this.mayHoldCandidate = this.touched;
  }
}
