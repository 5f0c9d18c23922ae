import { Injectable } from '@nestjs/common';
import { DataSource, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import type { Page, PageRequest } from '../../common/page.ts';
import { countedPage, countedRows } from '../../database/counted-page.ts';
import { HostGroup } from '../groups/host-group.entity.ts';
import { HostGroups } from '../groups/host-groups.ts';
import { HostAccount } from '../hosts/host-account.entity.ts';
import { narrowHosts, type HostFilter } from '../hosts/host-filter.ts';
import { Host, type ProtocolName } from '../hosts/host.entity.ts';
import { within, type Bastion } from '../instances/bastion.ts';
import type { Grant } from './grant.ts';
import { granteeColumn, requireGrantee, type Grantee } from './grantee.ts';
import { HostAccountGrant } from './host-account-grant.entity.ts';
import { HostGrant } from './host-grant.entity.ts';
import { HostGroupAccountGrant } from './host-group-account-grant.entity.ts';
import { HostGroupGrant } from './host-group-grant.entity.ts';

/** An account of a host, and whether it is attached to the grantee. */
export interface GrantableAccount {
  readonly hostAccountId: string;
  readonly accountName: string;
  readonly hostId: string;
  readonly protocolName: ProtocolName;
  readonly isAuthorized: boolean;
}

/** Which assets of the instance are listed: those attached to the grantee, or all others. */
export type GrantMode = 'Authorized' | 'Unauthorized';

interface GrantedHostsQuery extends HostFilter {
  readonly mode: GrantMode;
}

interface GrantedHostGroupsQuery {
  readonly mode: GrantMode;
  readonly groupName?: string;
}

interface GrantableAccountsQuery {
  readonly hostId: string;
  readonly accountName?: string;
}

/**
 * What is attached to a user or to a user group itself. Terraform compares these lists with what it attached: a grant
 * from any other source would look like one of its own.
 */
@Injectable()
export class GrantedAssets {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hostGroups: HostGroups,
  ) {}

  /** @throws UserNotFound, UserGroupNotFound */
  async hostsOf(
    bastion: Bastion,
    grantee: Grantee,
    { mode, ...filter }: GrantedHostsQuery,
    page: PageRequest,
  ): Promise<Page<Host>> {
    await requireGrantee(this.dataSource.manager, bastion, grantee);
    const query = this.dataSource.createQueryBuilder(Host, 'host').where(within(bastion)).orderBy('host.id');
    const grants = this.grantsTo(HostGrant, grantee).andWhere('g.hostId = host.id');
    return countedPage(narrowToMode(narrowHosts(query, filter), grants, mode), page);
  }

  /** @throws UserNotFound, UserGroupNotFound */
  async hostGroupsOf(
    bastion: Bastion,
    grantee: Grantee,
    { mode, groupName }: GrantedHostGroupsQuery,
    page: PageRequest,
  ): Promise<Page<HostGroup>> {
    await requireGrantee(this.dataSource.manager, bastion, grantee);
    const query = this.dataSource.createQueryBuilder(HostGroup, 'hosts').where(within(bastion)).orderBy('hosts.id');
    if (groupName !== undefined) query.andWhere({ groupName });
    const grants = this.grantsTo(HostGroupGrant, grantee).andWhere('g.hostGroupId = hosts.id');
    return countedPage(narrowToMode(query, grants, mode), page);
  }

  /**
   * All accounts of the host, each with whether it is attached. Empty for an unknown host.
   * @throws UserNotFound, UserGroupNotFound
   */
  async hostAccountsFor(
    bastion: Bastion,
    grantee: Grantee,
    { hostId, accountName }: GrantableAccountsQuery,
    page: PageRequest,
  ): Promise<Page<GrantableAccount>> {
    await requireGrantee(this.dataSource.manager, bastion, grantee);
    const grants = this.grantsTo(HostAccountGrant, grantee).andWhere('g.hostAccountId = a.id');
    const query = this.dataSource
      .createQueryBuilder(HostAccount, 'a')
      .select(['a.id as "hostAccountId"', 'a.account_name as "accountName"', 'a.host_id as "hostId"'])
      .addSelect('a.protocol_name', 'protocolName')
      .addSelect(`exists (${grants.getQuery()})`, 'isAuthorized')
      .setParameters(grants.getParameters())
      .where({ ...within(bastion), hostId })
      .orderBy('a.id');
    if (accountName !== undefined) query.andWhere({ accountName });
    return countedRows<GrantableAccount>(query, page);
  }

  /**
   * The names whose accounts in the host group are attached.
   * @throws UserNotFound, UserGroupNotFound, HostGroupNotFound
   */
  async accountNamesOf(bastion: Bastion, grantee: Grantee, hostGroupId: string): Promise<string[]> {
    await requireGrantee(this.dataSource.manager, bastion, grantee);
    await this.hostGroups.get(bastion, hostGroupId);
    const grants = await this.dataSource.manager.find(HostGroupAccountGrant, {
      where: { ...within(bastion), ...granteeColumn(grantee), hostGroupId },
      order: { id: 'asc' },
    });
    return grants.map(({ accountName }) => accountName);
  }

  // The parameter has a name of its own: TypeORM would give it one that the outer query has too.
  private grantsTo(entity: new () => Grant, grantee: Grantee): SelectQueryBuilder<Grant> {
    const [column] = Object.keys(granteeColumn(grantee));
    return this.dataSource.createQueryBuilder(entity, 'g').where(`g.${column} = :granteeId`, { granteeId: grantee.id });
  }
}

function narrowToMode<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  grants: SelectQueryBuilder<ObjectLiteral>,
  mode: GrantMode,
): SelectQueryBuilder<T> {
  const isAttached = `exists (${grants.getQuery()})`;
  return query.andWhere(mode === 'Authorized' ? isAttached : `not ${isAttached}`, grants.getParameters());
}
