import type { EntityManager, FindOptionsWhere } from 'typeorm';
import { insertNew } from '../../database/insert-new.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import { rowOf, within, type BastionKey } from '../instances/bastion.ts';
import { HostAccount } from './host-account.entity.ts';
import { protocolOf, type Host } from './host.entity.ts';

/** Returns the new account's id; undefined when the host already has an account with that name or that secret. */
export async function insertHostAccount(
  tx: EntityManager,
  host: Host,
  values: Partial<HostAccount>,
): Promise<string | undefined> {
  const place = { ...rowOf(host), hostId: host.id, protocolName: protocolOf(host.osType) };
  const [id] = await insertNew(tx, HostAccount, { hasPassword: false, ...values, ...place }, 'id');
  return id;
}

/** Returns the account, with its row locked until the transaction ends. @throws HostAccountNotFound */
export function lockHostAccount(tx: EntityManager, bastion: BastionKey, id: string): Promise<HostAccount> {
  return findLocked(tx, bastion, id, 'pessimistic_write');
}

/** Locks the account against deletion alone until the transaction ends. @throws HostAccountNotFound */
export async function holdHostAccount(tx: EntityManager, bastion: BastionKey, id: string): Promise<void> {
  await findLocked(tx, bastion, id, 'for_key_share');
}

/** Returns accounts, locked until the transaction ends: in one order for all, so that no two wait for each other. */
export function lockHostAccounts(tx: EntityManager, where: FindOptionsWhere<HostAccount>): Promise<HostAccount[]> {
  return tx.find(HostAccount, { where, order: { id: 'asc' }, lock: { mode: 'pessimistic_write' } });
}

async function findLocked(
  tx: EntityManager,
  bastion: BastionKey,
  id: string,
  mode: 'pessimistic_write' | 'for_key_share',
): Promise<HostAccount> {
  const account = await tx.findOne(HostAccount, { where: { ...within(bastion), id }, lock: { mode } });
  if (!account) throw BastionhostErrors.HostAccountNotFound();
  return account;
}
