import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, LessThan, LessThanOrEqual, Not, Or, Repository } from 'typeorm';
import type { AuthenticatedUser } from '../bastionhost.api.ts';
import { User } from '../users/user.entity.ts';
import { SessionHeartbeat } from './session-heartbeat.entity.ts';
import { Session } from './session.entity.ts';

/** How a session is recorded that nobody closed. */
type Loss = Required<Pick<Session, 'endedAt' | 'endReason'>>;

/** How exact it is to be known when a user was last active: each session would write a row otherwise. */
const activityMs = 3_600_000;

/** The rows of sessions, and the heartbeats of the journals that keep them. */
@Injectable()
export class JournalRows {
  constructor(
    @InjectRepository(Session) private readonly sessions: Repository<Session>,
    @InjectRepository(SessionHeartbeat) private readonly heartbeats: Repository<SessionHeartbeat>,
    @InjectRepository(User) private readonly users: Repository<User>,
  ) {}

  async insert(row: Partial<Session>): Promise<void> {
    await this.sessions.insert(row);
  }

  /** A session of the user has begun. */
  async noteActivity({ accountId, instanceId, userId }: AuthenticatedUser, now: Date): Promise<void> {
    const user = { accountId, instanceId, id: userId };
    const before = Or(IsNull(), LessThan(new Date(now.getTime() - activityMs)));
    await this.users.update({ ...user, lastSessionAt: before }, { lastSessionAt: now });
  }

  async update(sessionId: string, values: Partial<Session>): Promise<void> {
    await this.sessions.update({ sessionId }, values);
  }

  async beat(journalId: string, aliveAt: Date): Promise<void> {
    await this.heartbeats.upsert({ journalId, aliveAt }, ['journalId']);
  }

  /** Closes the sessions of journals whose last heartbeat is not after `lastSign`, and forgets these journals. */
  async loseDead(lastSign: Date, { endedAt, endReason }: Loss): Promise<void> {
    await this.sessions.query(loseDead, [endedAt, lastSign, endReason]);
    await this.heartbeats.delete({ aliveAt: LessThanOrEqual(lastSign) });
  }

  /** Closes the sessions of a journal that began before `startedBefore`, except those that it knows to be open. */
  async loseUnknown(journalId: string, startedBefore: Date, known: Iterable<string>, loss: Loss): Promise<void> {
    const unknown = { journalId, startedAt: LessThan(startedBefore), sessionId: Not(In([...known])) };
    await this.sessions.update({ ...unknown, state: 'active' }, { state: 'lost', ...loss });
  }
}

const loseDead = `
  update bastion_sessions s set state = 'lost', ended_at = $1, end_reason = $3
  where s.state = 'active'
    and not exists (select 1 from bastion_session_journals j where j.journal_id = s.journal_id and j.alive_at > $2)`;
