import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Page, PageRequest } from '../../common/page.ts';
import { countedPage } from '../../database/counted-page.ts';
import { Events } from '../../events/events.api.ts';
import { OpenSessions, type OpenSession, type SessionPlace } from '../bastionhost.api.ts';
import { Session } from './session.entity.ts';

/** Reads the rows of open sessions. An event tells the process of a session to end it. */
@Injectable()
export class DatabaseOpenSessions extends OpenSessions {
  constructor(
    @InjectRepository(Session) private readonly sessions: Repository<Session>,
    private readonly events: Events,
  ) {
    super();
  }

  override list({ accountId, instanceId }: SessionPlace, page: PageRequest): Promise<Page<OpenSession>> {
    const query = this.sessions
      .createQueryBuilder('session')
      .where({ accountId, instanceId, state: 'active' })
      .orderBy('session.startedAt')
      .addOrderBy('session.sessionId');
    return countedPage(query, page);
  }

  override end({ accountId, instanceId }: SessionPlace, sessionId: string, reason: string): Promise<boolean> {
    return this.sessions.manager.transaction(async (tx) => {
      const isOpen = await tx.existsBy(Session, { accountId, instanceId, sessionId, state: 'active' });
      if (isOpen) await this.events.publish(tx, { kind: 'SessionEndWanted', accountId, instanceId, sessionId, reason });
      return isOpen;
    });
  }
}
