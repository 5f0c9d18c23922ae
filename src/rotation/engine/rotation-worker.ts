import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../common/clock.ts';
import type { RotationRun } from '../store/rotation-run.ts';
import { RotationClaims } from '../store/rotation-claims.ts';
import { RotationPhases } from '../store/rotation-phases.ts';
import { HostRefusal } from '../hosts/host-refusal.ts';
import { judgeFailure, hasFailedOften, parkedRetryMs, retryDelayMs } from './judge-failure.ts';
import { codeOf, detailOf, isLoginRefused, unexpected } from '../hosts/failure-code.ts';
import { LeaseKeeper } from '../store/lease-keeper.ts';
import { RoleCalls } from '../role-calls.ts';
import { RotationSteps } from './rotation-steps.ts';
import { RotationTask } from './rotation-task.ts';
import { failureOf, type RotationFailure } from '../what-to-do.ts';

/** Carries one rotation as far as it goes. */
@Injectable()
export class RotationWorker {
  private readonly logger = new Logger('rotation');

  constructor(
    private readonly claims: RotationClaims,
    private readonly rotations: RotationPhases,
    private readonly steps: RotationSteps,
    private readonly calls: RoleCalls,
    private readonly clock: Clock,
  ) {}

  /**
   * Never rejects. When `stopping` is aborted, the rotation is given back between two steps. `askedAt`: see LeaseTerms.
   */
  async work(run: RotationRun, stopping: AbortSignal, askedAt?: number): Promise<void> {
    const keeper = new LeaseKeeper(this.claims, run, { askedAt });
    const task = new RotationTask(run, keeper);
    try {
      await this.advance(task, stopping);
    } catch (error) {
      await this.settle(task, error).catch((reason: unknown) =>
        this.log(task, 'rotation left until its lease expires', codeOf(reason)),
      );
    } finally {
      keeper.stop();
    }
  }

  private async advance(task: RotationTask, stopping: AbortSignal): Promise<void> {
    const wasRetiring = task.run.phase === 'retiring';
    while (await this.steps.advance(task)) {
      if (stopping.aborted) {
        return this.claims.postpone(task.run, { dueAt: this.clock.now(), untouched: !task.touched });
      }
    }
    this.log(task, wasRetiring ? 'former key removed' : 'secret rotated');
    if (!wasRetiring) await this.calls.recordEnd(task.run, 'OK');
  }

  private async settle(task: RotationTask, error: unknown): Promise<void> {
    const verdict = judgeFailure(error, task.run, task.touched);
    if (codeOf(error) === unexpected)
      this.logger.error({ message: 'unexpected error in a rotation', error: String(error) });
    if (verdict.action === 'leave') return this.log(task, 'rotation was taken over by another process');
    const detail = detailOf(error);
    if (detail !== undefined)
      this.logger.warn({ message: 'the server could not be reached', secret: task.run.secretName, detail });
    const failure = failureOf(verdict.code, detail);
    if (verdict.action === 'retry') return this.retry(task, failure, isLoginRefused(error));
    return verdict.undo ? this.putBack(task, failure) : this.fail(task, failure);
  }

  // While a host does not answer, or may accept nothing but the candidate, both values stay in the store.
  private async putBack(task: RotationTask, failure: RotationFailure): Promise<void> {
    const undone = await this.steps.undo(task).catch((error: unknown) => (isLoginRefused(error) ? false : undefined));
    if (undone instanceof HostRefusal) return this.fail(task, failureOf(undone.code));
    if (undone) return this.fail(task, failure);
    await this.retry(task, failure, undone === false);
  }

  /** `parked`: waits longer, because each attempt costs failed logins, and asks for a person in the meantime. */
  private async retry(task: RotationTask, failure: RotationFailure, parked: boolean): Promise<void> {
    const delayMs = parked ? parkedRetryMs : retryDelayMs(task.run);
    const dueAt = new Date(this.clock.now().getTime() + delayMs);
    if (task.run.phase !== 'retiring' && (parked || hasFailedOften(task.run)))
      await this.rotations.callForPerson(task.run, failure);
    await this.claims.postpone(task.run, { dueAt, failure: failure.code, untouched: !task.touched });
    this.log(task, 'rotation will be retried', failure.code);
  }

  private async fail(task: RotationTask, failure: RotationFailure): Promise<void> {
    await this.rotations.fail(task.run, failure);
    if (task.run.phase === 'retiring') return this.log(task, 'former key not removed', failure.code);
    this.log(task, 'rotation failed', failure.code);
    await this.calls.recordEnd(task.run, failure.code);
  }

  private log({ run }: RotationTask, message: string, failure?: string): void {
    const { secretName: secret, ecs, versionId: version, failures } = run;
    const entry = { message, secret, instance: ecs.instanceId, version };
    if (failure === undefined) this.logger.log(entry);
    else this.logger.warn({ ...entry, failure, failures: failures + 1 });
  }
}
