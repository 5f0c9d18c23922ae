import { In, type EntityManager } from 'typeorm';
import type { Page, PageRequest } from '../../common/page.ts';
import { countedPage } from '../../database/counted-page.ts';
import { BastionInstance } from './bastion-instance.entity.ts';
import type { ConsoleSettings } from './console-settings.ts';
import { narrowInstances, type InstanceFilter } from './instance-filter.ts';

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

/** How long sessions may last, by instance id. */
export async function findSessionLimits(
  manager: EntityManager,
  instanceIds: readonly string[],
): Promise<Map<string, Pick<ConsoleSettings, 'idleMinutes' | 'sessionMinutes'>>> {
  const instances = await manager.find(BastionInstance, {
    select: { instanceId: true, console: { idleMinutes: true, sessionMinutes: true } },
    where: { instanceId: In(instanceIds) },
  });
  return new Map(instances.map(({ instanceId, console }) => [instanceId, console]));
}

/** Whether ports of servers' own loopback are forwarded there. */
export async function isLoopbackForwarded(manager: EntityManager, instanceId: string): Promise<boolean> {
  return manager.existsBy(BastionInstance, { instanceId, console: { isLoopbackForwarded: true } });
}

/** A page of the account's instances that the filter leaves, oldest first. */
export function pageOfInstances(
  manager: EntityManager,
  accountId: string,
  filter: InstanceFilter,
  page: PageRequest,
): Promise<Page<BastionInstance>> {
  const own = manager.createQueryBuilder(BastionInstance, 'instance').where({ accountId });
  return countedPage(narrowInstances(own, filter).orderBy('instance.startedAt'), page);
}
