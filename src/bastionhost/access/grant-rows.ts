import type { EntityManager } from 'typeorm';

/** A user and a host of one bastion instance. */
export interface Pair {
  readonly accountId: string;
  readonly instanceId: string;
  readonly userId: string;
  readonly hostId: string;
}

type Row = { id: string };

const parameters = ({ accountId, instanceId, userId, hostId }: Pair) => [accountId, instanceId, userId, hostId];
const idsOf = (rows: Row[]) => new Set(rows.map(({ id }) => id));

/** Keeps user and host from being deleted until the transaction ends; false when one of them is not there. */
export async function holdBoth(tx: EntityManager, pair: Pair): Promise<boolean> {
  const rows = await tx.query<Row[]>(
    `select h.id from bastion_users u
     join bastion_hosts h on h.account_id = u.account_id and h.instance_id = u.instance_id
     where u.account_id = $1 and u.instance_id = $2 and u.id = $3 and h.id = $4
     for key share`,
    parameters(pair),
  );
  return rows.length === 1;
}

/** Grants the host itself; false when it was granted. */
export async function insertHostGrant(tx: EntityManager, pair: Pair): Promise<boolean> {
  const rows = await tx.query<Row[]>(
    `insert into bastion_host_grants (account_id, region, instance_id, user_id, host_id)
     select account_id, region, instance_id, $3::bigint, id from bastion_hosts
     where account_id = $1 and instance_id = $2 and id = $4
     on conflict do nothing returning host_id as id`,
    parameters(pair),
  );
  return rows.length === 1;
}

/** Grants those of the accounts that are on the host; answers the ids of the new grants. */
export async function insertAccountGrants(
  tx: EntityManager,
  pair: Pair,
  accountIds: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.query<Row[]>(
    `insert into bastion_host_account_grants (account_id, region, instance_id, user_id, host_account_id)
     select account_id, region, instance_id, $3::bigint, id from bastion_host_accounts
     where account_id = $1 and instance_id = $2 and host_id = $4 and id = any($5::bigint[])
     for key share
     on conflict do nothing returning host_account_id as id`,
    [...parameters(pair), accountIds],
  );
  return idsOf(rows);
}

/** Those of the accounts that are on the host. */
export async function accountsOnHost(
  tx: EntityManager,
  pair: Pair,
  accountIds: readonly string[],
): Promise<Set<string>> {
  const { accountId, instanceId, hostId } = pair;
  const rows = await tx.query<Row[]>(
    `select id from bastion_host_accounts
     where account_id = $1 and instance_id = $2 and host_id = $3 and id = any($4::bigint[])`,
    [accountId, instanceId, hostId, accountIds],
  );
  return idsOf(rows);
}

export async function hasHostGrant(tx: EntityManager, pair: Pair): Promise<boolean> {
  const rows = await tx.query<Row[]>(
    `select host_id as id from bastion_host_grants
     where account_id = $1 and instance_id = $2 and user_id = $3 and host_id = $4`,
    parameters(pair),
  );
  return rows.length === 1;
}

/** Takes the host and all its accounts from the user; false when the host was not granted. */
export async function deleteHostGrants(tx: EntityManager, pair: Pair): Promise<boolean> {
  await tx.query(
    `delete from bastion_host_account_grants g using bastion_host_accounts a
     where g.account_id = $1 and g.instance_id = $2 and g.user_id = $3 and a.id = g.host_account_id and a.host_id = $4`,
    parameters(pair),
  );
  const [, count] = await tx.query<[Row[], number]>(
    `delete from bastion_host_grants
     where account_id = $1 and instance_id = $2 and user_id = $3 and host_id = $4`,
    parameters(pair),
  );
  return count === 1;
}

/** Takes the accounts from the user; answers the ids of those that he had. */
export async function deleteAccountGrants(
  tx: EntityManager,
  pair: Pair,
  accountIds: readonly string[],
): Promise<Set<string>> {
  const [rows] = await tx.query<[Row[], number]>(
    `delete from bastion_host_account_grants g using bastion_host_accounts a
     where g.account_id = $1 and g.instance_id = $2 and g.user_id = $3
       and a.id = g.host_account_id and a.host_id = $4 and a.id = any($5::bigint[])
     returning a.id`,
    [...parameters(pair), accountIds],
  );
  return idsOf(rows);
}
