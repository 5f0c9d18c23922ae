import { In } from 'typeorm';
import { insertNew } from '../../database/insert-new.ts';
import { HostGroup } from '../groups/host-group.entity.ts';
import { rowOf, within } from '../instances/bastion.ts';
import type { GrantRows, Pair } from './grant-rows.ts';
import { granteeColumn } from './grantee.ts';
import { HostGroupAccountGrant } from './host-group-account-grant.entity.ts';
import { HostGroupGrant } from './host-group-grant.entity.ts';

const grantOf = (pair: Pair) => ({ ...within(pair), ...granteeColumn(pair.grantee), hostGroupId: pair.assetId });

/** Grants on host groups and on accounts in them, by name. */
export const hostGroupGrantRows: GrantRows = {
  async holdAsset(tx, pair) {
    const where = { ...within(pair), id: pair.assetId };
    const lock = { mode: 'for_key_share' } as const;
    return (await tx.findOne(HostGroup, { select: { id: true }, where, lock })) !== null;
  },

  // A name may be granted before any host of the group has such an account. One order for all avoids deadlocks.
  async holdAccounts(_tx, _pair, names) {
    return [...new Set(names)].sort();
  },

  async insertAsset(tx, pair) {
    const granted = await insertNew(tx, HostGroupGrant, { ...rowOf(pair), ...grantOf(pair) }, 'hostGroupId');
    return granted.length === 1;
  },

  insertAccounts(tx, pair, names) {
    const rows = names.map((accountName) => ({ ...rowOf(pair), ...grantOf(pair), accountName }));
    return insertNew(tx, HostGroupAccountGrant, rows, 'accountName');
  },

  hasAsset: (tx, pair) => tx.existsBy(HostGroupGrant, grantOf(pair)),

  async deleteAsset(tx, pair) {
    await tx.delete(HostGroupAccountGrant, grantOf(pair));
    const { affected } = await tx.delete(HostGroupGrant, grantOf(pair));
    return affected === 1;
  },

  async deleteAccounts(tx, pair, names) {
    const query = tx.createQueryBuilder().delete().from(HostGroupAccountGrant);
    query.where({ ...grantOf(pair), accountName: In(names) });
    const { raw } = await query.returning('account_name').execute();
    return (raw as { account_name: string }[]).map((row) => row.account_name);
  },
};
