import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.ts';
import type { EcsCredential } from '../../kms/kms.api.ts';
import { RotationPhases } from '../store/rotation-phases.ts';
import { UndoNotes } from '../store/undo-notes.ts';
import { HostRefusal } from '../hosts/host-refusal.ts';
import { formerKeyAccepted } from './judge-failure.ts';
import type { RotationHost } from '../hosts/rotation-host.ts';
import { RotationHosts } from '../hosts/rotation-hosts.ts';
import type { RotationTask } from './rotation-task.ts';
import type { CredentialChange, Notes, Rotator } from '../rotators/rotator.ts';
import { rotatorFor } from '../rotators/rotators.ts';
import { failureOf } from '../what-to-do.ts';

const graceMs = 60_000;
const drainPollMs = 100;
const maxCandidates = 3;
/** Per attempt, for the secret's account: pam_faillock locks it after three. */
const maxRefusedLogins = 2;

/**
 * The steps of a rotation. After a crash another process may repeat any of them. The row's phase tells what was done,
 * and only a login tells what the host accepts. At every moment the store holds a value that the host accepts, and
 * gives one up only after proof.
 */
@Injectable()
export class RotationSteps {
  constructor(
    private readonly rotations: RotationPhases,
    private readonly notes: UndoNotes,
    private readonly hosts: RotationHosts,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes the next step. Returns false when the rotation is out of our hands: it is over, or waits for the end of the
   * grace period.
   */
  async advance(task: RotationTask): Promise<boolean> {
    switch (task.run.phase) {
      case 'claimed':
        return this.prepare(task);
      case 'prepared':
      case 'draining':
        return this.enter(task);
      case 'applying':
        return this.change(task);
      case 'retiring':
        return this.retire(task);
    }
  }

  /**
   * Restores the host to what it was. Returns false when the candidate may be the only value that the host accepts.
   * Returns a refusal when the candidate is gone and the way back is blocked by a change made on the host in the
   * meantime.
   * @throws AssistantUnavailable, TargetError
   */
  async undo(task: RotationTask): Promise<boolean | HostRefusal> {
    const change = await this.credentials(task);
    const undone = await orRefusal(rotatorOf(task).undo(this.host(task), change, this.notesOf(task)));
    if (undone instanceof HostRefusal && undone.facts.isRidOfCandidate) return undone;
    const isBack = undone === true || !task.mayHoldCandidate;
    const formerKey = rotatorOf(task).formerKey(change.candidate);
    if ((isBack && formerKey === undefined) || task.refusedLogins >= maxRefusedLogins) return isBack;
    if (formerKey === undefined) return this.host(task).accepts(change.current);
    const { takesKey, acceptsCredential } = await this.host(task).offer(change.current, formerKey);
    if (takesKey) await this.rotations.alarm(task.run, failureOf('CandidateAccepted'));
    return acceptsCredential || isBack;
  }

  /** The candidate is stored before it is sent to any host. */
  private async prepare(task: RotationTask): Promise<boolean> {
    await this.host(task).instance();
    const { current } = await this.rotations.credentials(task.run);
    await this.store(task, current, 1);
    return true;
  }

  private async store(task: RotationTask, current: EcsCredential, time: number): Promise<void> {
    const candidate = await rotatorOf(task).newCredential(current, task.run.secretName, time);
    task.run = await this.rotations.prepare(task.run, candidate);
  }

  /** Before the host is touched: waits for clients that are logging on with the current value. */
  private async enter(task: RotationTask): Promise<boolean> {
    task.run = await this.rotations.enter(task.run);
    if (task.run.phase === 'draining') await delay(drainPollMs, undefined, { signal: task.signal });
    return true;
  }

  /**
   * Changes the host and promotes the candidate. A login with the candidate shows whether another process has already
   * applied it.
   */
  private async change(task: RotationTask): Promise<boolean> {
    const change = await this.credentials(task);
    if (task.touched && (await this.host(task).accepts(change.candidate))) return this.promote(task, change);
    const refusal = await this.apply(task, change);
    if (refusal && (await this.isUnchanged(task, change, refusal))) return this.replace(task, change, refusal);
    task.mayHoldCandidate = true;
    if (await this.host(task).accepts(change.candidate)) return this.promote(task, change);
    throw refusal ?? new HostRefusal('LoginRefused', true);
  }

  /** Passwords have no overlap: a host that accepts the former one does not accept the candidate. */
  private async isUnchanged(task: RotationTask, { current }: CredentialChange, refusal: HostRefusal): Promise<boolean> {
    if (refusal.changedNothing) return true;
    if (refusal.code !== 'PasswordRefused' || task.mayHoldCandidate) return false;
    const isUnchanged = await this.host(task).accepts(current);
    if (isUnchanged) task.touched = false;
    return isUnchanged;
  }

  /** The host's own rules refuse the candidate. Another one replaces it only if the host can never have taken it. */
  private async replace(task: RotationTask, { current }: CredentialChange, refusal: HostRefusal): Promise<boolean> {
    const { candidates } = task.run;
    if (refusal.code !== 'PasswordRefused' || task.touched || candidates >= maxCandidates) throw refusal;
    await this.store(task, current, candidates + 1);
    return true;
  }

  // Only a login shows whether a script that failed has changed anything.
  private async apply(task: RotationTask, change: CredentialChange): Promise<HostRefusal | undefined> {
    const outcome = await orRefusal(rotatorOf(task).apply(this.host(task), change, this.notesOf(task)));
    return outcome instanceof HostRefusal ? outcome : undefined;
  }

  private async promote(task: RotationTask, change: CredentialChange): Promise<boolean> {
    const formerKey = rotatorOf(task).formerKey(change.current);
    const dueAt = new Date(this.clock.now().getTime() + graceMs);
    await this.rotations.promote(task.run, change, formerKey === undefined ? undefined : { formerKey, dueAt });
    return false;
  }

  /**
   * The former key is removed only after another proof that the current one is accepted. It is then offered to the
   * host, to see that it is refused.
   */
  private async retire(task: RotationTask): Promise<boolean> {
    const { current } = await this.rotations.credentials(task.run);
    if (!(await this.host(task).accepts(current))) throw new HostRefusal('CurrentRefused', false);
    const { formerKey = '' } = task.run;
    if (await rotatorOf(task).retire(this.host(task), current, formerKey))
      await this.proveRetired(task, current, formerKey);
    await this.rotations.finish(task.run);
    return false;
  }

  private async proveRetired(task: RotationTask, current: EcsCredential, key: string): Promise<void> {
    const { takesKey, acceptsCredential } = await this.host(task).offer(current, key);
    if (takesKey) await this.rotations.alarm(task.run, failureOf(formerKeyAccepted));
    if (takesKey) throw new HostRefusal(formerKeyAccepted, true);
    if (!acceptsCredential) throw new HostRefusal('CurrentRefused', false);
  }

  private host(task: RotationTask): RotationHost {
    return this.hosts.hostFor(task);
  }

  private notesOf({ run }: RotationTask): Notes {
    return { read: () => this.notes.read(run), keep: (note) => this.notes.keep(run, note) };
  }

  private async credentials({ run }: RotationTask): Promise<{ current: EcsCredential; candidate: EcsCredential }> {
    const { current, candidate } = await this.rotations.credentials(run);
    if (!candidate) throw new Error(`the rotation ${run.rotationId} has no candidate`);
    return { current, candidate };
  }
}

async function orRefusal<T>(work: Promise<T>): Promise<T | HostRefusal> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof HostRefusal) return error;
    throw error;
  }
}

function rotatorOf({ run }: RotationTask): Rotator {
  return rotatorFor(run.ecs.subType);
}
