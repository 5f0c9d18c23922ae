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

type HostKey = Pick<Host, 'accountId' | 'instanceId' | 'id'>;

/** Returns the host, with its row locked until the transaction ends. @throws HostNotFound */
export function lockHost(tx: EntityManager, key: HostKey): Promise<Host> {
  return findLocked(tx, key, 'pessimistic_write');
}

/** Returns the host, locked against deletion alone until the transaction ends. @throws HostNotFound */
export function holdHost(tx: EntityManager, key: HostKey): Promise<Host> {
  return findLocked(tx, key, 'for_key_share');
}

async function findLocked(
  tx: EntityManager,
  { accountId, instanceId, id }: HostKey,
  mode: 'pessimistic_write' | 'for_key_share',
): Promise<Host> {
  const host = await tx.findOne(Host, { where: { accountId, instanceId, id }, lock: { mode } });
  if (!host) throw BastionhostErrors.HostNotFound();
  return host;
}
