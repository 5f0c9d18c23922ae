import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../common/clock.ts';
import { PeriodicTask } from '../common/periodic-task.ts';
import type { ConnectionPermit } from './bastionhost.api.ts';
import { JournalRows } from './sessions/journal-rows.ts';

/** How a session ended. */
export type SessionEnd = { readonly outcome: 'closed' } | { readonly outcome: 'failed'; readonly reason: string };

/** Bytes sent to either side of a session. */
export interface SessionTraffic {
  readonly toUser: number;
  readonly toHost: number;
}

/** Tells an operator which process runs a session. */
const processName = `${hostname()}:${process.pid}`;

const beatMs = 10_000;
/** A journal that was silent for this long belongs to a process that died. */
const deadAfterMs = 60_000;
/** Three heartbeats that could not be written: other processes may have been cut off from the database too. */
const gapMs = 3 * beatMs;

/**
 * The rows of sessions, one per connection. Keeps those of this process, and a heartbeat that tells other processes so.
 */
@Injectable()
export class SessionJournal implements OnModuleInit, OnApplicationShutdown {
  private readonly journalId = randomUUID();
  /** The sessions whose rows may be open. */
  private readonly openSessions = new Set<string>();
  private readonly heartbeat = new PeriodicTask({
    everyMs: beatMs,
    run: () => this.beat(),
    logger: new Logger('sessions'),
    failure: 'the heartbeat of this process could not be written',
  });
  private beatAt = -Infinity;
  /** Since when the heartbeats of this process were written without a gap, in milliseconds since 1970. */
  private steadySince = Infinity;

  constructor(
    private readonly rows: JournalRows,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.beat();
    this.heartbeat.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.heartbeat.stop();
  }

  /** Opens a row under an id from newSessionId(). Without an answer, close it anyway: it may have been written. */
  async open(sessionId: string, permit: ConnectionPermit, source: { address: string }): Promise<void> {
    const { user, address, port, credential, ...target } = permit;
    const startedAt = this.clock.now();
    this.openSessions.add(sessionId);
    await this.rows.insert({
      sessionId,
      accountId: user.accountId,
      region: user.region,
      instanceId: user.instanceId,
      userId: user.userId,
      userName: user.userName,
      sourceAddress: source.address,
      hostId: target.hostId,
      hostName: target.hostName,
      hostAddress: address,
      hostPort: port,
      hostAccountId: target.hostAccountId,
      hostAccountName: target.hostAccountName,
      credentialSource: credential.kind,
      state: 'active',
      startedAt,
      journalId: this.journalId,
      process: processName,
    });
    await this.rows.noteActivity(user, startedAt);
  }

  /** Records which version of which secret was used to log on. */
  async connected(sessionId: string, credential: { secretName?: string; versionId?: string }): Promise<void> {
    const { secretName: kmsSecretName = null, versionId: kmsVersionId = null } = credential;
    await this.rows.update(sessionId, { connectedAt: this.clock.now(), kmsSecretName, kmsVersionId });
  }

  async close(sessionId: string, end: SessionEnd, { toUser, toHost }: SessionTraffic): Promise<void> {
    const endReason = end.outcome === 'failed' ? end.reason : null;
    const traffic = { bytesToUser: String(toUser), bytesToHost: String(toHost) };
    await this.rows.update(sessionId, { state: end.outcome, endReason, endedAt: this.clock.now(), ...traffic });
    this.openSessions.delete(sessionId);
  }

  /**
   * Closes orphaned rows: those of processes that died, and those that were written after their session had ended. Does
   * nothing until this process has reached the database for a minute without a gap: others may have been cut off from
   * it too.
   */
  async closeOrphans(): Promise<void> {
    await this.beat();
    const endedAt = this.clock.now();
    if (endedAt.getTime() - this.steadySince < deadAfterMs) return;
    const lastSign = new Date(endedAt.getTime() - deadAfterMs);
    await this.rows.loseDead(lastSign, { endedAt, endReason: 'the process that kept the session ended' });
    // An insert that hung may take effect after its session has ended, when closing the row found nothing to update.
    const late = { endedAt, endReason: 'the session ended before its row was written' };
    await this.rows.loseUnknown(this.journalId, lastSign, this.openSessions, late);
  }

  private async beat(): Promise<void> {
    await this.rows.beat(this.journalId, this.clock.now());
    const now = this.clock.now().getTime();
    if (now - this.beatAt > gapMs) this.steadySince = now;
    this.beatAt = now;
  }
}
