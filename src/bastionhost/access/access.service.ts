import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { pageOffset, type Page, type PageRequest } from '../../common/page.ts';
import type { ProtocolName } from '../hosts/host.entity.ts';
import type { Bastion } from '../instances/bastion.ts';
import { grantsAt } from './access.sql.ts';

/** An account of a host, and whether it is attached to the user. */
export interface GrantableAccount {
  readonly hostAccountId: string;
  readonly accountName: string;
  readonly hostId: string;
  readonly protocolName: ProtocolName;
  readonly isAuthorized: boolean;
}

interface GrantableQuery {
  readonly userId: string;
  readonly hostId: string;
  readonly accountName?: string;
}

const accountsOfHost = `
  from bastion_host_accounts a
  join bastion_users u on u.id = $3 and u.account_id = a.account_id and u.instance_id = a.instance_id
  where a.account_id = $1 and a.instance_id = $2 and a.host_id = $4 and ($5::text is null or a.account_name = $5)`;

// Terraform compares this with what it attached: a grant from any other source would look like one of its own.
const isAttached = `
  exists (select from (${grantsAt('$8')}) granted
          where granted.user_id = u.id and granted.host_account_id = a.id and granted.source = 'Direct')`;

/** Access, as administrators query it. */
@Injectable()
export class Access {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** All accounts of the host, each with whether it is attached to the user. Empty for an unknown user or host. */
  async accountsFor(
    { accountId, instanceId }: Bastion,
    { userId, hostId, accountName }: GrantableQuery,
    page: PageRequest,
  ): Promise<Page<GrantableAccount>> {
    const scope = [accountId, instanceId, userId, hostId, accountName ?? null];
    const [{ total }] = await this.dataSource.query<[{ total: number }]>(
      `select count(*)::int as total ${accountsOfHost}`,
      scope,
    );
    const items = await this.dataSource.query<GrantableAccount[]>(
      `select a.id as "hostAccountId", a.account_name as "accountName", a.host_id as "hostId",
              a.protocol_name as "protocolName", ${isAttached} as "isAuthorized"
       ${accountsOfHost} order by a.id limit $6 offset $7`,
      [...scope, page.size, pageOffset(page), this.clock.now()],
    );
    return { items, total };
  }
}
