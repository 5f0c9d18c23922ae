import { LeaseLost, type RotationClaims, type RotationRun } from '../kms/secret-rotations.api.ts';

/** How long a process keeps a rotation without a sign of life. */
export const rotationLeaseMs = 20_000;

/** Renews the lease of a rotation while this process works on it, and raises `signal` when it is lost or can no longer be known. */
export class LeaseKeeper {
  private readonly lost = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private renewedAt = performance.now();

  constructor(
    private readonly claims: RotationClaims,
    private readonly run: RotationRun,
    private readonly leaseMs: number = rotationLeaseMs,
    private readonly everyMs = leaseMs / 4,
  ) {
    this.timer = setInterval(() => void this.renew(), everyMs).unref();
  }

  get signal(): AbortSignal {
    return this.lost.signal;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async renew(): Promise<void> {
    const startedAt = performance.now();
    try {
      await this.claims.renew(this.run, this.leaseMs);
      this.renewedAt = startedAt;
    } catch (error) {
      const isOver = performance.now() - this.renewedAt > this.leaseMs - this.everyMs;
      if (error instanceof LeaseLost || isOver) this.giveUp(error);
    }
  }

  private giveUp(reason: unknown): void {
    this.stop();
    this.lost.abort(reason);
  }
}
