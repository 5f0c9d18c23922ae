import type { EntityManager } from 'typeorm';
import { Session } from './session.entity.ts';

export function isSessionOpen(
  tx: EntityManager,
  { accountId, instanceId, sessionId }: Pick<Session, 'accountId' | 'instanceId' | 'sessionId'>,
): Promise<boolean> {
  return tx.existsBy(Session, { accountId, instanceId, sessionId, state: 'active' });
}
