import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { RotationClaims } from '../store/rotation-claims.ts';
import { ScheduledRotations } from '../store/scheduled-rotations.ts';
import { CredentialWatch } from './credential-watch.ts';
import { rotationLeaseMs } from '../store/lease-keeper.ts';
import { RotationWorker } from './rotation-worker.ts';
import { AccessKeyRotator } from '../access-keys/access-key-rotator.ts';

const lookEveryMs = 1_000;
const maxAtOnce = 4;
/** The rest begin a second later. */
const maxBegunAtOnce = 100;

/**
 * Begins scheduled rotations whose date has come and takes rotations that are due: new ones, those whose process died,
 * and those whose grace period is over. The rows say what there is to do; the timer and `wake` only make this process
 * look.
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
    private readonly schedule: ScheduledRotations,
    private readonly claims: RotationClaims,
    private readonly worker: RotationWorker,
    private readonly watch: CredentialWatch,
    private readonly accessKeys: AccessKeyRotator,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), lookEveryMs).unref();
    this.wake();
  }

  /** Takes no more rotations, and waits until those under way have been given back or have ended. */
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
      await this.takeAll().catch((error: unknown) =>
        this.logger.warn({ message: 'due rotations could not be read', error: String(error) }),
      );
    }
  }

  private async takeAll(): Promise<void> {
    await this.schedule.startDue(maxBegunAtOnce);
    await this.accessKeys.workAll();
    await this.takeDue();
    this.track(this.watch.checkNext(this.stopping.signal));
  }

  private async takeDue(): Promise<void> {
    while (this.working.size < maxAtOnce && !this.stopping.signal.aborted) {
      const askedAt = performance.now();
      const run = await this.claims.takeDue(rotationLeaseMs);
      if (!run) return;
      this.track(this.worker.work(run, this.stopping.signal, askedAt).finally(() => this.wake()));
    }
  }

  private track(work: Promise<void>): void {
    const tracked = work.finally(() => this.working.delete(tracked));
    this.working.add(tracked);
  }
}
