import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SessionJournal, type SessionEnd, type SessionTraffic } from '../../bastionhost/session-journal.api.ts';
import type { ConnectionPermit } from '../../bastionhost/bastionhost.api.ts';
import { Outage } from '../../common/outage.ts';
import { PeriodicTask } from '../../common/periodic-task.ts';

const sweepMs = 60_000;
const retryMs = 1000;

/** The rows of this process's sessions: closed in any case, even if the database is unavailable when a session ends. */
@Injectable()
export class SessionRows implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweep = new PeriodicTask({
    everyMs: sweepMs,
    run: () => this.journal.closeOrphans(),
    logger: new Logger('broker'),
    failure: 'session rows of ended processes could not be closed',
  });

  constructor(private readonly journal: SessionJournal) {}

  /** Sweeps regularly, since a dead process is known to be dead only after a while. */
  onApplicationBootstrap(): void {
    this.sweep.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.sweep.stop();
  }

  open(sessionId: string, permit: ConnectionPermit, source: { address: string }): Promise<void> {
    return this.journal.open(sessionId, permit, source);
  }

  connected(sessionId: string, credential: { secretName?: string; versionId?: string }): Promise<void> {
    return this.journal.connected(sessionId, credential);
  }

  /** Waits for the database to come back. If this process ends first, the row is left to the sweep of the others. */
  async close(sessionId: string, end: SessionEnd, traffic: SessionTraffic): Promise<void> {
    for (;;) {
      try {
        return await this.journal.close(sessionId, end, traffic);
      } catch (error) {
        if (!(error instanceof Outage)) throw error;
        await delay(retryMs, undefined, { ref: false });
      }
    }
  }
}
