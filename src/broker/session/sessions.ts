import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ConnectionPermits } from '../../bastionhost/bastionhost.api.ts';
import type { Login } from '../../ssh/listener.ts';
import { BrokerTrail } from '../broker-trail.ts';
import type { Engineer } from '../engineer.ts';
import { TargetConnections } from '../outbound/target-connection.ts';
import { SessionRows } from './session-rows.service.ts';
import { AccessWatch } from './access-watch.ts';
import { Session, type SessionParts } from './session.ts';

/** How long sessions that are ended may take to tell their engineers and to close their rows. */
const lastWordsMs = 5000;

/** The sessions of this process. */
@Injectable()
export class Sessions implements SessionParts {
  readonly connectMs = 60_000;
  private readonly live = new Map<Session, Promise<void>>();

  constructor(
    readonly permits: ConnectionPermits,
    readonly connections: TargetConnections,
    readonly rows: SessionRows,
    readonly trail: BrokerTrail,
    readonly access: AccessWatch,
  ) {}

  begin(login: Login<Engineer>): void {
    const session = new Session(this, login);
    this.live.set(
      session,
      session.run().finally(() => this.live.delete(session)),
    );
  }

  /** Lets sessions go on for so many milliseconds, then ends those that are left. */
  async drain(ms: number): Promise<void> {
    await this.idleWithin(ms);
    for (const session of this.live.keys()) session.end('the service is stopping');
    await this.idleWithin(lastWordsMs);
  }

  private async idleWithin(ms: number): Promise<void> {
    const waiting = new AbortController();
    const limit = delay(ms, undefined, { signal: waiting.signal }).catch(() => undefined);
    await Promise.race([Promise.all(this.live.values()), limit]);
    waiting.abort();
  }
}
