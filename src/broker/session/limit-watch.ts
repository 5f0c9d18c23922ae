import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { SessionLimits, type SessionLimit } from '../../bastionhost/session-limits.api.ts';
import { Clock } from '../../common/clock.ts';
import { PeriodicTask } from '../../common/periodic-task.ts';
import { Events } from '../../events/events.api.ts';
import type { SessionTimes } from '../taps/session-times.ts';

const tickMs = 250;
/** How old the limits may become without an event: those get lost when a process is cut off from the database. */
const routineMs = 10_000;
const minuteMs = 60_000;

/** A session, as far as its limits are concerned. */
export interface LimitedSession {
  readonly instanceId: string;
  readonly times: Pick<SessionTimes, 'startedAt' | 'inputAt'>;
  end(reason: string): void;
}

/**
 * Ends the sessions of this process that have lasted as long as their instance allows, or whose engineers have sent
 * nothing for as long as it allows, within a second; also when a limit is lowered. While the database is unavailable
 * the limits that were read last apply.
 */
@Injectable()
export class LimitWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly watched = new Set<LimitedSession>();
  private limits: ReadonlyMap<string, SessionLimit> = new Map();
  private readonly reading = new PeriodicTask({
    everyMs: routineMs,
    run: () => this.read(),
    logger: new Logger('broker'),
    failure: 'the limits of sessions could not be read',
  });
  private readonly judging = new PeriodicTask({
    everyMs: tickMs,
    run: async () => this.judgeAll(),
    logger: new Logger('broker'),
    failure: 'sessions could not be compared with their limits',
  });

  constructor(
    private readonly settings: SessionLimits,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.events.subscribe('BastionSettingsChanged', () => void this.reading.wake());
    this.reading.start();
    this.judging.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.reading.stop(), this.judging.stop()]);
  }

  /** Watches until the returned function is called. */
  watch(session: LimitedSession): () => void {
    this.watched.add(session);
    if (!this.limits.has(session.instanceId)) void this.reading.wake();
    return () => this.watched.delete(session);
  }

  private async read(): Promise<void> {
    const instances = new Set([...this.watched].map(({ instanceId }) => instanceId));
    this.limits = instances.size > 0 ? await this.settings.of([...instances]) : new Map();
  }

  private judgeAll(): void {
    const now = this.clock.now().getTime();
    for (const session of this.watched) {
      const limit = this.limits.get(session.instanceId);
      const reason = limit && excess(session, limit, now);
      if (!reason) continue;
      this.watched.delete(session);
      session.end(reason);
    }
  }
}

/** Which limit the session has reached, in words for its engineer; undefined: none. */
function excess({ times }: LimitedSession, limit: SessionLimit, now: number): string | undefined {
  const { idleMinutes, sessionMinutes } = limit;
  if (isOver(times.startedAt, sessionMinutes, now)) return `sessions end after ${minutes(sessionMinutes)} here`;
  if (isOver(times.inputAt, idleMinutes, now)) return `nothing was sent for ${minutes(idleMinutes)}`;
  return undefined;
}

function isOver(since: Date, limit: number, now: number): boolean {
  return limit > 0 && now - since.getTime() >= limit * minuteMs;
}

function minutes(count: number): string {
  return count === 1 ? '1 minute' : `${count} minutes`;
}
