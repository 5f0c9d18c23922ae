import type { EntityManager } from 'typeorm';
import { BastionInstance } from './bastion-instance.entity.ts';

/** The account's instance with this id, or its only one when no id is given. */
export function findInstance(
  manager: EntityManager,
  accountId: string,
  instanceId?: string,
): Promise<BastionInstance | null> {
  return manager.findOneBy(BastionInstance, instanceId === undefined ? { accountId } : { accountId, instanceId });
}

/** The instances of one account or of all, oldest first. */
export function listInstances(manager: EntityManager, accountId?: string): Promise<BastionInstance[]> {
  const where = accountId === undefined ? {} : { accountId };
  return manager.find(BastionInstance, { where, order: { startedAt: 'ASC' } });
}
