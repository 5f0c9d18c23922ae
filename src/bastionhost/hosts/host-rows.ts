import type { EntityManager } from 'typeorm';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import { Host } from './host.entity.ts';

/** Returns the new host's id. @throws HostAlreadyExists */
export async function insertHost(tx: EntityManager, row: Partial<Host>): Promise<string> {
  const query = tx.createQueryBuilder().insert().into(Host).values(row).orIgnore().returning('id');
  const [made] = (await query.execute()).raw as { id: string }[];
  if (!made) throw BastionhostErrors.HostAlreadyExists();
  return made.id;
}

/** Returns the host, with its row locked until the transaction ends. @throws HostNotFound */
export async function lockHost(
  tx: EntityManager,
  { accountId, instanceId, id }: Pick<Host, 'accountId' | 'instanceId' | 'id'>,
): Promise<Host> {
  const host = await tx.findOne(Host, { where: { accountId, instanceId, id }, lock: { mode: 'pessimistic_write' } });
  if (!host) throw BastionhostErrors.HostNotFound();
  return host;
}
