import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, LessThan, LessThanOrEqual, Not, Repository } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { PeriodicTask } from '../../common/periodic-task.ts';
import { SessionJournal, type ConnectionPermit, type SessionEnd, type SessionTraffic } from '../bastionhost.api.ts';
import { SessionHeartbeat } from './session-heartbeat.entity.ts';
import { Session } from './session.entity.ts';

/** Tells an operator which process runs a session. */
const processName = `${hostname()}:${process.pid}`;

const beatMs = 10_000;
/** A journal that was silent for this long belongs to a process that died. */
const deadAfterMs = 60_000;
/** Three heartbeats that could not be written: other processes may have been cut off from the database too. */
const gapMs = 3 * beatMs;

/** Keeps the rows of this process's sessions, and a heartbeat that tells other processes that they are kept. */
@Injectable()
export class DatabaseSessionJournal extends SessionJournal implements OnModuleInit, OnApplicationShutdown {
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
    @InjectRepository(Session) private readonly sessions: Repository<Session>,
    @InjectRepository(SessionHeartbeat) private readonly heartbeats: Repository<SessionHeartbeat>,
    private readonly clock: Clock,
  ) {
    super();
  }

  async onModuleInit(): Promise<void> {
    await this.beat();
    this.heartbeat.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.heartbeat.stop();
  }

  override async open(sessionId: string, permit: ConnectionPermit, source: { address: string }): Promise<void> {
    const { user, address, port, credential, ...target } = permit;
    this.openSessions.add(sessionId);
    await this.sessions.insert({
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
      startedAt: this.clock.now(),
      journalId: this.journalId,
      process: processName,
    });
  }

  override async connected(sessionId: string, credential: { secretName?: string; versionId?: string }): Promise<void> {
    const { secretName = null, versionId = null } = credential;
    await this.sessions.update(
      { sessionId },
      { connectedAt: this.clock.now(), kmsSecretName: secretName, kmsVersionId: versionId },
    );
  }

  override async close(sessionId: string, end: SessionEnd, { toUser, toHost }: SessionTraffic): Promise<void> {
    const endReason = end.outcome === 'failed' ? end.reason : null;
    const traffic = { bytesToUser: String(toUser), bytesToHost: String(toHost) };
    await this.sessions.update({ sessionId }, { state: end.outcome, endReason, endedAt: this.clock.now(), ...traffic });
    this.openSessions.delete(sessionId);
  }

  override async closeOrphans(): Promise<void> {
    await this.beat();
    const now = this.clock.now();
    if (now.getTime() - this.steadySince < deadAfterMs) return;
    const lastSign = new Date(now.getTime() - deadAfterMs);
    await this.sessions.query(
      `update bastion_sessions s set state = 'lost', ended_at = $1, end_reason = $3
       where s.state = 'active'
         and not exists (select 1 from bastion_session_journals j where j.journal_id = s.journal_id and j.alive_at > $2)`,
      [now, lastSign, 'the process that kept the session ended'],
    );
    await this.heartbeats.delete({ aliveAt: LessThanOrEqual(lastSign) });
    await this.closeLateRows(now, lastSign);
  }

  // An insert that hung may take effect after its session has ended, when closing the row found nothing to update.
  private async closeLateRows(now: Date, before: Date): Promise<void> {
    const lateComers = {
      journalId: this.journalId,
      startedAt: LessThan(before),
      sessionId: Not(In([...this.openSessions])),
    };
    const endReason = 'the session ended before its row was written';
    await this.sessions.update({ ...lateComers, state: 'active' }, { state: 'lost', endedAt: now, endReason });
  }

  private async beat(): Promise<void> {
    await this.heartbeats.upsert({ journalId: this.journalId, aliveAt: this.clock.now() }, ['journalId']);
    const now = this.clock.now().getTime();
    if (now - this.beatAt > gapMs) this.steadySince = now;
    this.beatAt = now;
  }
}
