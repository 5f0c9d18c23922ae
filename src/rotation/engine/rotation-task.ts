import type { RotationRun } from '../store/rotation-run.ts';
import type { LeaseKeeper } from '../store/lease-keeper.ts';

/** A rotation while this process works on it. */
export class RotationTask {
  /** False while the host is known to be as it was before the rotation. */
  touched: boolean;
  /** True once the host has taken the candidate, or may have in an earlier attempt. */
  mayHoldCandidate: boolean;
  /** The management credential does not lead to root. */
  isUnmanaged = false;
  /** Failed logins that this attempt has cost the account. */
  refusedLogins = 0;

  constructor(
    /** As last written to the row. */
    public run: RotationRun,
    readonly lease: LeaseKeeper,
  ) {
    this.touched = run.phase === 'applying';
    this.mayHoldCandidate = this.touched;
  }

  /** Aborted when the rotation is no longer ours. */
  get signal(): AbortSignal {
    return this.lease.signal;
  }
}
