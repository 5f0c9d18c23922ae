import { LeaseLost, type RotationRun } from './rotation-run.ts';
import type { RotationClaims } from './rotation-claims.ts';

/** How long a process keeps a rotation without renewing its lease. */
export const rotationLeaseMs = 20_000;

export interface LeaseTerms {
  readonly leaseMs?: number;
  /** When the lease was requested, by `performance.now()`. Default: now. */
  readonly askedAt?: number;
}

/**
 * Renews the lease of a rotation while this process works on it. Aborts `signal` when the lease is lost, or when it can
 * no longer be known to be held.
 */
export class LeaseKeeper {
  private readonly lost = new AbortController();
  private readonly leaseMs: number;
  private readonly timer: NodeJS.Timeout;
  private deadline?: NodeJS.Timeout;
  private askedAt = -Infinity;
  private heldUntil = -Infinity;
  private stopped = false;

  constructor(
    private readonly claims: RotationClaims,
    private readonly run: RotationRun,
    { leaseMs = rotationLeaseMs, askedAt = performance.now() }: LeaseTerms = {},
  ) {
    this.leaseMs = leaseMs;
    this.timer = setInterval(() => void this.renew(), leaseMs / 4).unref();
    this.hold(askedAt);
  }

  get signal(): AbortSignal {
    return this.lost.signal;
  }

  /**
   * False as soon as our own clock says so, even before `signal` is aborted: the timers of a suspended process fire
   * late.
   */
  get isHeld(): boolean {
    return !this.lost.signal.aborted && performance.now() < this.heldUntil;
  }

  /**
   * Renews now: the rotation is ours for a whole lease from this moment on.
   * @throws LeaseLost, and what the database throws
   */
  async confirm(): Promise<void> {
    this.lost.signal.throwIfAborted();
    const askedAt = performance.now();
    await this.claims.renew(this.run, this.leaseMs);
    this.hold(askedAt);
  }

  stop(): void {
    this.stopped = true;
    clearInterval(this.timer);
    clearTimeout(this.deadline);
  }

  private async renew(): Promise<void> {
    try {
      await this.confirm();
    } catch (error) {
      if (error instanceof LeaseLost) this.giveUp(error);
    }
  }

  /**
   * The lease is ours from `askedAt` on. Our own clock ends it, a little early, because a renewal may hang for longer
   * than that.
   */
  private hold(askedAt: number): void {
    if (this.stopped || askedAt < this.askedAt) return;
    this.askedAt = askedAt;
    clearTimeout(this.deadline);
    this.heldUntil = askedAt + (this.leaseMs * 7) / 8;
    this.deadline = setTimeout(() => this.giveUp(new LeaseLost(this.run)), this.heldUntil - performance.now()).unref();
  }

  private giveUp(reason: LeaseLost): void {
    this.stop();
    this.lost.abort(reason);
  }
}
