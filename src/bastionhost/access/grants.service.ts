import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { pageOffset, type Page, type PageRequest } from '../../common/page.ts';
import { Events } from '../../events/events.api.ts';
import { BastionInstances } from '../instances/bastion-instances.service.ts';
import type { ProtocolName } from '../hosts/host.entity.ts';
import {
  accountsOnHost,
  deleteAccountGrants,
  deleteHostGrants,
  hasHostGrant,
  holdBoth,
  insertAccountGrants,
  insertHostGrant,
  type Pair,
} from './grant-rows.ts';

/** A host of a grant, with the accounts on it; without accounts, the host itself. */
export interface HostGrant {
  readonly hostId: string;
  readonly hostAccountIds: readonly string[];
}

/** What became of one item; the spelling of the last one is the vendor's. */
export type ItemCode = 'OK' | 'OBJECT_NOT_FOUND' | 'OBJECT_AlREADY_EXISTS';

export interface HostGrantResult {
  readonly hostId: string;
  readonly code: ItemCode;
  readonly accounts: readonly { readonly hostAccountId: string; readonly code: ItemCode }[];
}

/** An account of a host, and whether the user may use it. */
export interface GrantableAccount {
  readonly hostAccountId: string;
  readonly accountName: string;
  readonly hostId: string;
  readonly protocolName: ProtocolName;
  readonly isAuthorized: boolean;
}

/** Direct grants: which user may use which account on which host. */
@Injectable()
export class GrantsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly instances: BastionInstances,
    private readonly events: Events,
  ) {}

  /** Grants one by one; what is not there, or granted already, is told in the item's code. */
  async attach(
    caller: Caller,
    instanceId: string,
    userId: string,
    grants: readonly HostGrant[],
  ): Promise<HostGrantResult[]> {
    const { accountId } = await this.instances.require(caller, instanceId);
    return this.each(grants, (tx, { hostId, hostAccountIds }) =>
      attachOne(tx, { accountId, instanceId, userId, hostId }, hostAccountIds),
    );
  }

  /** Takes grants away one by one. A host without accounts goes with all the user's accounts on it. */
  async detach(
    caller: Caller,
    instanceId: string,
    userId: string,
    grants: readonly HostGrant[],
  ): Promise<HostGrantResult[]> {
    const { accountId } = await this.instances.require(caller, instanceId);
    return this.each(grants, async (tx, { hostId, hostAccountIds }) => {
      const pair = { accountId, instanceId, userId, hostId };
      const result = await detachOne(tx, pair, hostAccountIds);
      if (result.code === 'OK') await this.events.publish(tx, { kind: 'AccessWithdrawn', ...pair });
      return result;
    });
  }

  /** All accounts of the host, each with whether the user may use it; none for an unknown user or host. */
  async accountsFor(
    caller: Caller,
    instanceId: string,
    query: { userId: string; hostId: string; accountName?: string },
    page: PageRequest,
  ): Promise<Page<GrantableAccount>> {
    const { accountId } = await this.instances.require(caller, instanceId);
    const scope = [accountId, instanceId, query.userId, query.hostId, query.accountName ?? null];
    const from = `
      from bastion_host_accounts a
      join bastion_users u on u.id = $3 and u.account_id = a.account_id and u.instance_id = a.instance_id
      left join bastion_host_account_grants g on g.user_id = u.id and g.host_account_id = a.id
      where a.account_id = $1 and a.instance_id = $2 and a.host_id = $4 and ($5::text is null or a.account_name = $5)`;
    const [{ total }] = await this.dataSource.query<[{ total: number }]>(
      `select count(*)::int as total ${from}`,
      scope,
    );
    const items = await this.dataSource.query<GrantableAccount[]>(
      `select a.id as "hostAccountId", a.account_name as "accountName", a.host_id as "hostId",
              a.protocol_name as "protocolName", g.user_id is not null as "isAuthorized"
       ${from} order by a.id limit $6 offset $7`,
      [...scope, page.size, pageOffset(page)],
    );
    return { items, total };
  }

  private async each(
    grants: readonly HostGrant[],
    change: (tx: EntityManager, grant: HostGrant) => Promise<HostGrantResult>,
  ): Promise<HostGrantResult[]> {
    const results: HostGrantResult[] = [];
    for (const grant of grants) {
      results.push(await this.dataSource.transaction((tx) => change(tx, grant)));
    }
    return results;
  }
}

async function attachOne(tx: EntityManager, pair: Pair, accountIds: readonly string[]): Promise<HostGrantResult> {
  const { hostId } = pair;
  if (!(await holdBoth(tx, pair))) return notFound(hostId, accountIds);
  const isNew = await insertHostGrant(tx, pair);
  if (accountIds.length === 0) return { hostId, code: isNew ? 'OK' : 'OBJECT_AlREADY_EXISTS', accounts: [] };
  const made = await insertAccountGrants(tx, pair, accountIds);
  const onHost = await accountsOnHost(tx, pair, accountIds);
  const codeOf = (id: string): ItemCode => {
    if (made.delete(id)) return 'OK';
    return onHost.has(id) ? 'OBJECT_AlREADY_EXISTS' : 'OBJECT_NOT_FOUND';
  };
  return { hostId, code: 'OK', accounts: accountIds.map((id) => ({ hostAccountId: id, code: codeOf(id) })) };
}

async function detachOne(tx: EntityManager, pair: Pair, accountIds: readonly string[]): Promise<HostGrantResult> {
  const { hostId } = pair;
  if (accountIds.length === 0) {
    const isGone = await deleteHostGrants(tx, pair);
    return { hostId, code: isGone ? 'OK' : 'OBJECT_NOT_FOUND', accounts: [] };
  }
  const gone = await deleteAccountGrants(tx, pair, accountIds);
  const accounts = accountIds.map((id): HostGrantResult['accounts'][number] => ({
    hostAccountId: id,
    code: gone.delete(id) ? 'OK' : 'OBJECT_NOT_FOUND',
  }));
  const isGranted = accounts.some(({ code }) => code === 'OK') || (await hasHostGrant(tx, pair));
  return { hostId, code: isGranted ? 'OK' : 'OBJECT_NOT_FOUND', accounts };
}

function notFound(hostId: string, accountIds: readonly string[]): HostGrantResult {
  const code = 'OBJECT_NOT_FOUND';
  return { hostId, code, accounts: accountIds.map((hostAccountId) => ({ hostAccountId, code })) };
}
