import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { PeriodicTask } from '../../common/periodic-task.ts';
import { RotationClaims } from '../store/rotation-claims.ts';
import { ScheduledRotations } from '../store/scheduled-rotations.ts';
import { CredentialWatch } from './credential-watch.ts';
import { rotationLeaseMs } from '../store/lease-keeper.ts';
import { RotationWorker } from './rotation-worker.ts';
import { AccessKeyRotator } from '../access-keys/access-key-rotator.ts';

const pollMs = 1_000;
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
  private readonly working = new Set<Promise<void>>();
  private readonly task = new PeriodicTask({
    everyMs: pollMs,
    run: (stopping) => this.takeAll(stopping),
    logger: new Logger('rotation'),
    failure: 'due rotations could not be read',
  });

  constructor(
    private readonly schedule: ScheduledRotations,
    private readonly claims: RotationClaims,
    private readonly worker: RotationWorker,
    private readonly watch: CredentialWatch,
    private readonly accessKeys: AccessKeyRotator,
  ) {}

  onApplicationBootstrap(): void {
    this.task.start();
    this.wake();
  }

  /** Takes no more rotations, and waits until those under way have been given back or have ended. */
  async onModuleDestroy(): Promise<void> {
    await this.task.stop();
    await Promise.all(this.working);
  }

  /** Looks soon for what is due. */
  wake(): void {
    void this.task.wake();
  }

  private async takeAll(stopping: AbortSignal): Promise<void> {
    await this.schedule.startDue(maxBegunAtOnce);
    await this.accessKeys.workAll();
    await this.takeDue(stopping);
    this.track(this.watch.checkNext(stopping));
  }

  private async takeDue(stopping: AbortSignal): Promise<void> {
    while (this.working.size < maxAtOnce && !stopping.aborted) {
      const askedAt = performance.now();
      const run = await this.claims.takeDue(rotationLeaseMs);
      if (!run) return;
      this.track(this.worker.work(run, stopping, askedAt).finally(() => this.wake()));
    }
  }

  private track(work: Promise<void>): void {
    const tracked = work.finally(() => this.working.delete(tracked));
    this.working.add(tracked);
  }
}
