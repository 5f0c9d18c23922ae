import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, type SelectQueryBuilder } from 'typeorm';
import { omitUndefined } from '../../common/omit-undefined.ts';
import type { Page, PageRequest } from '../../common/page.ts';
import { countedPage } from '../../database/counted-page.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import { within, type Bastion } from '../instances/bastion.ts';
import { Session } from './session.entity.ts';

/** Exact matches; all of them must hold. Names are those at the start of the session. */
export type SessionFilter = Partial<
  Pick<Session, 'userId' | 'userName' | 'hostId' | 'hostName' | 'hostAccountName' | 'sourceAddress' | 'state'>
> & {
  /** The session started at this moment or later. */
  readonly from?: Date;
  /** The session started before this moment. */
  readonly until?: Date;
};

/** What is known about the sessions of an instance, both open and ended. */
@Injectable()
export class SessionRecords {
  constructor(@InjectRepository(Session) private readonly sessions: Repository<Session>) {}

  /** Newest first. */
  list(bastion: Bastion, filter: SessionFilter, page: PageRequest): Promise<Page<Session>> {
    const query = narrow(this.sessions.createQueryBuilder('session').where(within(bastion)), filter)
      .orderBy('session.startedAt', 'DESC')
      .addOrderBy('session.sessionId', 'DESC');
    return countedPage(query, page);
  }

  /** @throws SessionNotFound */
  async get(bastion: Bastion, sessionId: string): Promise<Session> {
    const session = await this.sessions.findOneBy({ ...within(bastion), sessionId });
    if (!session) throw BastionhostErrors.SessionNotFound();
    return session;
  }
}

function narrow(
  query: SelectQueryBuilder<Session>,
  { from, until, ...columns }: SessionFilter,
): SelectQueryBuilder<Session> {
  query.andWhere(omitUndefined(columns));
  if (from) query.andWhere('session.startedAt >= :from', { from });
  if (until) query.andWhere('session.startedAt < :until', { until });
  return query;
}
