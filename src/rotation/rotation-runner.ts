import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { RotationClaims } from '../kms/secret-rotations.api.ts';
import { rotationLeaseMs } from './lease-keeper.ts';
import { RotationWorker } from './rotation-worker.ts';

const lookEveryMs = 1_000;
const maxAtOnce = 4;

/**
 * Takes rotations that are due: new ones, those whose process died, those whose grace period is over. The rows say what there is to do;
 * the timer and `wake` only make this process look.
 */
@Injectable()
export class RotationRunner implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('rotation');
  private readonly stopping = new AbortController();
  private readonly working = new Set<Promise<void>>();
  private timer?: NodeJS.Timeout;
  private looking?: Promise<void>;
  private lookAgain = false;

  constructor(
    private readonly claims: RotationClaims,
    private readonly worker: RotationWorker,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), lookEveryMs).unref();
    this.wake();
  }

  /** Takes nothing more, and waits until what is under way was given back or is over. */
  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    this.stopping.abort();
    await this.looking;
    await Promise.all(this.working);
  }

  /** Looks soon for what is due. */
  wake(): void {
    this.lookAgain = true;
    this.looking ??= this.look().finally(() => {
      this.looking = undefined;
    });
  }

  private async look(): Promise<void> {
    while (this.lookAgain && !this.stopping.signal.aborted) {
      this.lookAgain = false;
      await this.takeDue().catch((error: unknown) =>
        this.logger.warn({ message: 'due rotations cannot be read', error: String(error) }),
      );
    }
  }

  private async takeDue(): Promise<void> {
    while (this.working.size < maxAtOnce && !this.stopping.signal.aborted) {
      const askedAt = performance.now();
      const run = await this.claims.takeDue(rotationLeaseMs);
      if (!run) return;
      const work = this.worker.work(run, this.stopping.signal, askedAt).finally(() => {
        this.working.delete(work);
        this.wake();
      });
      this.working.add(work);
    }
  }
}
