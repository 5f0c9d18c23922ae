import { In, type EntityManager } from 'typeorm';
import { insertNew } from '../../database/insert-new.ts';
import { HostAccount } from '../hosts/host-account.entity.ts';
import { Host } from '../hosts/host.entity.ts';
import { rowOf, within, type Bastion } from '../instances/bastion.ts';
import { User } from '../users/user.entity.ts';
import { HostAccountGrant } from './host-account-grant.entity.ts';
import { HostGrant } from './host-grant.entity.ts';

/** A user and a host of one bastion instance. */
export interface Pair extends Pick<Bastion, 'accountId' | 'region' | 'instanceId'> {
  readonly userId: string;
  readonly hostId: string;
}

const lock = { mode: 'for_key_share' } as const;

/** Locks user and host against deletion until the transaction ends. Returns false when one of them does not exist. */
export async function holdBoth(tx: EntityManager, pair: Pair): Promise<boolean> {
  const user = await tx.findOne(User, { select: { id: true }, where: { ...within(pair), id: pair.userId }, lock });
  if (!user) return false;
  const host = await tx.findOne(Host, { select: { id: true }, where: { ...within(pair), id: pair.hostId }, lock });
  return host !== null;
}

/** Returns those accounts that are on the host, locked against deletion until the transaction ends. */
export async function holdAccounts(tx: EntityManager, pair: Pair, accountIds: readonly string[]): Promise<string[]> {
  const where = { ...within(pair), hostId: pair.hostId, id: In(accountIds) };
  const accounts = await tx.find(HostAccount, { select: { id: true }, where, lock });
  return accounts.map(({ id }) => id);
}

/** Grants the host itself. Returns false when it was granted already. */
export async function insertHostGrant(tx: EntityManager, pair: Pair): Promise<boolean> {
  const granted = await insertNew(tx, HostGrant, pair, 'hostId');
  return granted.length === 1;
}

/** Grants accounts, which must be on the host. Returns the ids of those that were not granted before. */
export async function insertAccountGrants(
  tx: EntityManager,
  pair: Pair,
  accountIds: readonly string[],
): Promise<Set<string>> {
  if (accountIds.length === 0) return new Set();
  const rows = accountIds.map((hostAccountId) => ({ ...rowOf(pair), userId: pair.userId, hostAccountId }));
  return new Set(await insertNew(tx, HostAccountGrant, rows, 'hostAccountId'));
}

export function hasHostGrant(tx: EntityManager, pair: Pair): Promise<boolean> {
  const { userId, hostId } = pair;
  return tx.existsBy(HostGrant, { ...within(pair), userId, hostId });
}

/** Withdraws the host and all its accounts from the user. Returns false when the host was not granted. */
export async function deleteHostGrants(tx: EntityManager, pair: Pair): Promise<boolean> {
  const { userId, hostId } = pair;
  await tx
    .createQueryBuilder()
    .delete()
    .from(HostAccountGrant)
    .where({ ...within(pair), userId })
    .andWhere('host_account_id in (select id from bastion_host_accounts where host_id = :hostId)', { hostId })
    .execute();
  const { affected } = await tx.delete(HostGrant, { ...within(pair), userId, hostId });
  return affected === 1;
}

/** Withdraws accounts from the user. Returns the ids of those that were granted. */
export async function deleteAccountGrants(
  tx: EntityManager,
  pair: Pair,
  accountIds: readonly string[],
): Promise<Set<string>> {
  const onHost = await holdAccounts(tx, pair, accountIds);
  const query = tx.createQueryBuilder().delete().from(HostAccountGrant);
  query.where({ ...within(pair), userId: pair.userId, hostAccountId: In(onHost) });
  const { raw } = await query.returning('host_account_id').execute();
  return new Set((raw as { host_account_id: string }[]).map((row) => row.host_account_id));
}
