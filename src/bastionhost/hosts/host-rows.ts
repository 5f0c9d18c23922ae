import type { EntityManager } from 'typeorm';
import { insertNew } from '../../database/insert-new.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import { Host } from './host.entity.ts';

/** Returns the new host. @throws HostAlreadyExists */
export async function insertHost<Row extends Partial<Host>>(
  tx: EntityManager,
  row: Row,
): Promise<Row & { id: string }> {
  const [id] = await insertNew(tx, Host, row, 'id');
  if (!id) throw BastionhostErrors.HostAlreadyExists();
  return { ...row, id };
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
