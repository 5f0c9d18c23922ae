import { In, type EntityManager } from 'typeorm';
import { insertNew } from '../../database/insert-new.ts';
import { HostAccount } from '../hosts/host-account.entity.ts';
import { Host } from '../hosts/host.entity.ts';
import { rowOf, within } from '../instances/bastion.ts';
import type { GrantRows, Pair } from './grant-rows.ts';
import { granteeColumn } from './grantee.ts';
import { HostAccountGrant } from './host-account-grant.entity.ts';
import { HostGrant } from './host-grant.entity.ts';

const lock = { mode: 'for_key_share' } as const;
const grantOf = (pair: Pair) => ({ ...within(pair), ...granteeColumn(pair.grantee), hostId: pair.assetId });

/** Grants on hosts and on accounts of them, by id. */
export const hostGrantRows: GrantRows = {
  assetIdInEvents: 'hostId',

  async holdAsset(tx, pair) {
    const where = { ...within(pair), id: pair.assetId };
    return (await tx.findOne(Host, { select: { id: true }, where, lock })) !== null;
  },

  async holdAccounts(tx, pair, accounts) {
    const where = { ...within(pair), hostId: pair.assetId, id: In(accounts) };
    // In one order for all, as whatever locks several accounts.
    const onHost = await tx.find(HostAccount, { select: { id: true }, where, order: { id: 'asc' }, lock });
    return onHost.map(({ id }) => id);
  },

  async insertAsset(tx, pair) {
    const granted = await insertNew(tx, HostGrant, { ...rowOf(pair), ...grantOf(pair) }, 'hostId');
    return granted.length === 1;
  },

  insertAccounts(tx, pair, accounts) {
    const place = { ...rowOf(pair), ...granteeColumn(pair.grantee) };
    const rows = accounts.map((hostAccountId) => ({ ...place, hostAccountId }));
    return insertNew(tx, HostAccountGrant, rows, 'hostAccountId');
  },

  hasAsset: (tx, pair) => tx.existsBy(HostGrant, grantOf(pair)),

  async deleteAsset(tx, pair) {
    const onHost = 'host_account_id in (select id from bastion_host_accounts where host_id = :hostId)';
    await accountGrants(tx, pair).andWhere(onHost, { hostId: pair.assetId }).execute();
    const { affected } = await tx.delete(HostGrant, grantOf(pair));
    return affected === 1;
  },

  async deleteAccounts(tx, pair, accounts) {
    const onHost = await hostGrantRows.holdAccounts(tx, pair, accounts);
    const query = accountGrants(tx, pair).andWhere({ hostAccountId: In(onHost) });
    const { raw } = await query.returning('host_account_id').execute();
    return (raw as { host_account_id: string }[]).map((row) => row.host_account_id);
  },
};

function accountGrants(tx: EntityManager, pair: Pair) {
  const query = tx.createQueryBuilder().delete().from(HostAccountGrant);
  return query.where({ ...within(pair), ...granteeColumn(pair.grantee) });
}
