import type { EntityManager } from 'typeorm';
import type { Page, PageRequest } from '../../common/page.ts';
import { countedPage } from '../../database/counted-page.ts';
import { Session } from './session.entity.ts';

type Place = Pick<Session, 'accountId' | 'instanceId'>;

/** The open sessions of an instance, earliest first. */
export function listOpenSessions(
  manager: EntityManager,
  { accountId, instanceId }: Place,
  page: PageRequest,
): Promise<Page<Session>> {
  const query = manager
    .createQueryBuilder(Session, 'session')
    .where({ accountId, instanceId, state: 'active' })
    .orderBy('session.startedAt')
    .addOrderBy('session.sessionId');
  return countedPage(query, page);
}

export function isSessionOpen(
  tx: EntityManager,
  { accountId, instanceId, sessionId }: Place & Pick<Session, 'sessionId'>,
): Promise<boolean> {
  return tx.existsBy(Session, { accountId, instanceId, sessionId, state: 'active' });
}
