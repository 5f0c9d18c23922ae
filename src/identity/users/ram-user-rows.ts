import type { EntityManager } from 'typeorm';
import { RamUser } from './ram-user.entity.ts';

export function hasUser(manager: EntityManager, accountId: string, userId: string): Promise<boolean> {
  return manager.existsBy(RamUser, { accountId, userId });
}
