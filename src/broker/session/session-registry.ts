import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../common/clock.ts';
import { Events } from '../../events/events.api.ts';
import { oneLine } from '../../common/printable.ts';
import { SessionTimes } from '../taps/session-times.ts';
import { LimitWatch } from './limit-watch.ts';
import { Session } from './session.ts';
import type { SessionEntry } from './session-entry.ts';
import { SessionParts } from './session-parts.ts';

/** How long sessions that are ended may take to notify their engineers and to close their rows. */
const finalTextMs = 5000;

/** The sessions of this process by their ids, from the login to the closed row. */
@Injectable()
export class SessionRegistry implements OnApplicationBootstrap {
  private readonly live = new Map<string, { readonly session: Session; readonly ended: Promise<unknown> }>();

  constructor(
    private readonly parts: SessionParts,
    private readonly events: Events,
    private readonly limits: LimitWatch,
    private readonly clock: Clock,
  ) {}

  /** A session may be ended from any process; its own process receives the event. */
  onApplicationBootstrap(): void {
    this.events.subscribe('SessionEndWanted', ({ sessionId, reason }) => this.end(sessionId, oneLine(reason)));
  }

  /** Resolves when the session is over, with the reason where neither of its ends has ended it; never rejects. */
  begin(entry: SessionEntry): Promise<string | undefined> {
    const session = new Session(this.parts, entry, new SessionTimes(this.clock));
    const unwatch = this.limits.watch(session);
    const ended = session.run().finally(() => {
      unwatch();
      this.live.delete(session.id);
    });
    this.live.set(session.id, { session, ended });
    return ended;
  }

  /** Lets sessions continue for this many milliseconds, then ends those that are left. */
  async drain(ms: number): Promise<void> {
    await this.idleWithin(ms);
    for (const id of this.live.keys()) this.end(id, 'the service is stopping');
    await this.idleWithin(finalTextMs);
  }

  private end(sessionId: string, reason: string): void {
    this.live.get(sessionId)?.session.end(reason);
  }

  private async idleWithin(ms: number): Promise<void> {
    const waiting = new AbortController();
    const limit = delay(ms, undefined, { signal: waiting.signal }).catch(() => undefined);
    const all = [...this.live.values()].map(({ ended }) => ended);
    await Promise.race([Promise.all(all), limit]);
    waiting.abort();
  }
}
