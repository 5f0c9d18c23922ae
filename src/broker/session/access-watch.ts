import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ConnectionPermits } from '../../bastionhost/connection-permits.api.ts';
import type { Access, AccessLoss, PermitStanding } from '../../bastionhost/bastionhost.api.ts';
import type { AccessWithdrawn } from '../../bastionhost/bastionhost-events.api.ts';
import { Clock } from '../../common/clock.ts';
import { PeriodicTask } from '../../common/periodic-task.ts';
import { Events } from '../../events/events.api.ts';

const tickMs = 250;
/** How long access may go unchecked without an event: events get lost when a process is cut off from the database. */
const routineMs = 10_000;

const words: Readonly<Record<AccessLoss, string>> = {
  UserDeleted: 'the user was deleted',
  UserLocked: 'the user was locked',
  RamUserDeleted: 'the RAM user was deleted',
  UserExpired: "the user's validity has ended",
  PublicKeyDeleted: 'the public key of this login was deleted or replaced',
  HostDeleted: 'the host was deleted',
  HostAccountDeleted: 'the host account was deleted',
  GrantWithdrawn: 'access to this host account was withdrawn',
};

interface Watched {
  readonly access: Access;
  readonly onLoss: (reason: string) => void;
  /** When it is to be checked again, by the Clock. */
  dueAt: number;
}

/**
 * Notifies the sessions and lobbies of this process when the access that they rest on no longer holds, within a second
 * of the change or of the end of a validity. While the database is unavailable none is notified, and what is due is
 * checked as soon as it is back.
 */
@Injectable()
export class AccessWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly watched = new Set<Watched>();
  private readonly task = new PeriodicTask({
    everyMs: tickMs,
    run: () => this.reviewDue(),
    logger: new Logger('broker'),
    failure: 'access could not be checked',
  });

  constructor(
    private readonly permits: ConnectionPermits,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.events.subscribe('AccessWithdrawn', (event) => this.onWithdrawal(event));
    this.task.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.task.stop();
  }

  /** Watches until the returned function is called. `reason` is for the engineer and for the session's row. */
  watch(access: Access, onLoss: (reason: string) => void): () => void {
    // Due immediately: the event about a change since access was decided on may have come before we listened.
    const entry = { access, onLoss, dueAt: -Infinity };
    this.watched.add(entry);
    return () => this.watched.delete(entry);
  }

  /** Why access no longer holds; undefined while it does. @throws Outage */
  async loss(access: Access): Promise<string | undefined> {
    const [standing] = await this.permits.review([access]);
    return standing?.loss && words[standing.loss];
  }

  private onWithdrawal(event: AccessWithdrawn): void {
    for (const entry of this.watched) if (concerns(event, entry.access)) entry.dueAt = -Infinity;
    void this.task.wake();
  }

  private async reviewDue(): Promise<void> {
    const now = this.clock.now().getTime();
    const due = [...this.watched].filter(({ dueAt }) => dueAt <= now);
    if (due.length === 0) return;
    // Set before the review, so that an event that arrives meanwhile makes it due again.
    for (const entry of due) entry.dueAt = now + routineMs;
    try {
      const standings = await this.permits.review(due.map(({ access }) => access));
      due.forEach((entry, place) => judge(entry, standings[place]!));
    } catch (error) {
      for (const entry of due) entry.dueAt = -Infinity;
      throw error;
    }
  }
}

function concerns(event: AccessWithdrawn, { user, hostId, hostAccountId }: Access): boolean {
  const { accountId, instanceId, userId, publicKeyId } = user;
  const permitted = { kind: event.kind, accountId, instanceId, userId, publicKeyId, hostId, hostAccountId };
  return Object.entries(event).every(([name, id]) => permitted[name as keyof AccessWithdrawn] === id);
}

function judge(entry: Watched, { loss, until }: PermitStanding): void {
  if (loss) entry.onLoss(words[loss]);
  else if (until) entry.dueAt = Math.min(entry.dueAt, until.getTime());
}
