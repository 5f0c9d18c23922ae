import { In, type EntityManager, type EntityTarget, type QueryDeepPartialEntity } from 'typeorm';
import type { ServiceError } from '../../common/service-error.ts';
import { insertNew } from '../../database/insert-new.ts';
import type { GrantedAsset } from '../access/direct-grants.ts';
import type { Grant } from '../access/grant.ts';
import { HostAccountGrant } from '../access/host-account-grant.entity.ts';
import { HostGrant } from '../access/host-grant.entity.ts';
import { HostGroupAccountGrant } from '../access/host-group-account-grant.entity.ts';
import { HostGroupGrant } from '../access/host-group-grant.entity.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import { HostGroup } from '../groups/host-group.entity.ts';
import { UserGroup } from '../groups/user-group.entity.ts';
import { HostAccount } from '../hosts/host-account.entity.ts';
import { Host } from '../hosts/host.entity.ts';
import type { BastionRow } from '../instances/bastion-row.ts';
import { rowOf, within, type BastionKey } from '../instances/bastion.ts';
import { User } from '../users/user.entity.ts';
import { RuleUserGroup } from './rule-user-group.entity.ts';
import { RuleUser } from './rule-user.entity.ts';
import type { Rule } from './rule.entity.ts';

/** Whom a rule gives access, and to what. As with direct grants, an asset without accounts gives access to none. */
export interface RuleScope {
  readonly userIds: readonly string[];
  readonly userGroupIds: readonly string[];
  /** Hosts, with ids of accounts on them. */
  readonly hosts: readonly GrantedAsset[];
  /** Host groups, with names of accounts on their hosts. */
  readonly hostGroups: readonly GrantedAsset[];
}

type RuleKey = Pick<Rule, 'id' | 'accountId' | 'region' | 'instanceId'>;

const lock = { mode: 'for_key_share' } as const;

/**
 * Locks all that the scope names against deletion until the transaction ends.
 * @throws UserNotFound and the like, for what the instance does not have
 */
export async function holdScope(tx: EntityManager, bastion: BastionKey, scope: Partial<RuleScope>): Promise<void> {
  const { userIds = [], userGroupIds = [], hosts = [], hostGroups = [] } = scope;
  const ids = (assets: readonly GrantedAsset[]) => assets.map(({ assetId }) => assetId);
  await holdAll(tx, bastion, User, userIds, BastionhostErrors.UserNotFound);
  await holdAll(tx, bastion, UserGroup, userGroupIds, BastionhostErrors.UserGroupNotFound);
  await holdAll(tx, bastion, Host, ids(hosts), BastionhostErrors.HostNotFound);
  const accountIds = hosts.flatMap(({ accounts }) => accounts);
  const held = await holdAll(tx, bastion, HostAccount, accountIds, BastionhostErrors.HostAccountNotFound);
  requireOnHosts(held, hosts);
  await holdAll(tx, bastion, HostGroup, ids(hostGroups), BastionhostErrors.HostGroupNotFound);
}

async function holdAll<Row extends BastionRow>(
  tx: EntityManager,
  bastion: BastionKey,
  entity: EntityTarget<Row>,
  ids: readonly string[],
  notFound: () => ServiceError,
): Promise<Row[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return [];
  // In one order for all, so that two calls about the same things do not wait for each other.
  const query = tx.createQueryBuilder(entity, 'row').where({ ...within(bastion), id: In(wanted) });
  const found = await query.orderBy('row.id').setLock(lock.mode).getMany();
  if (found.length < wanted.length) throw notFound();
  return found;
}

function requireOnHosts(held: readonly HostAccount[], hosts: readonly GrantedAsset[]): void {
  const hostOf = new Map(held.map(({ id, hostId }) => [id, hostId]));
  const isOnHost = ({ assetId, accounts }: GrantedAsset) => accounts.every((id) => hostOf.get(id) === assetId);
  if (!hosts.every(isOnHost)) throw BastionhostErrors.HostAccountNotFound();
}

/** Puts each part that is given in the place of what the rule had. Everything in it must be held. */
export async function replaceScope(tx: EntityManager, rule: RuleKey, scope: Partial<RuleScope>): Promise<void> {
  const { userIds, userGroupIds, hosts, hostGroups } = scope;
  const ruleId = rule.id;
  const place = { ...rowOf(rule), ruleId };
  if (userIds) {
    const rows = userIds.map((userId) => ({ ruleId, userId }));
    await replaceRows(tx, RuleUser, ruleId, rows);
  }
  if (userGroupIds) {
    const rows = userGroupIds.map((userGroupId) => ({ ruleId, userGroupId }));
    await replaceRows(tx, RuleUserGroup, ruleId, rows);
  }
  if (hosts) await replaceHosts(tx, place, hosts);
  if (hostGroups) await replaceHostGroups(tx, place, hostGroups);
}

type Place = Omit<RuleKey, 'id'> & OfRule;

async function replaceHosts(tx: EntityManager, place: Place, hosts: readonly GrantedAsset[]): Promise<void> {
  const granted = hosts.map(({ assetId }) => ({ ...place, hostId: assetId }));
  const accounts = hosts.flatMap((host) => host.accounts.map((hostAccountId) => ({ ...place, hostAccountId })));
  await replaceRows(tx, HostGrant, place.ruleId, granted);
  await replaceRows(tx, HostAccountGrant, place.ruleId, accounts);
}

async function replaceHostGroups(tx: EntityManager, place: Place, groups: readonly GrantedAsset[]): Promise<void> {
  const granted = groups.map(({ assetId }) => ({ ...place, hostGroupId: assetId }));
  const names = groups.flatMap(({ assetId: hostGroupId, accounts }) =>
    accounts.map((accountName) => ({ ...place, hostGroupId, accountName })),
  );
  await replaceRows(tx, HostGroupGrant, place.ruleId, granted);
  await replaceRows(tx, HostGroupAccountGrant, place.ruleId, names);
}

interface OfRule {
  readonly ruleId: string;
}

/** What is named twice becomes one row. */
async function replaceRows<Row extends OfRule | Grant>(
  tx: EntityManager,
  entity: EntityTarget<Row>,
  ruleId: string,
  rows: QueryDeepPartialEntity<Row>[],
): Promise<void> {
  await tx.createQueryBuilder().delete().from(entity).where({ ruleId }).execute();
  if (rows.length > 0) await insertNew(tx, entity, rows, 'ruleId');
}
