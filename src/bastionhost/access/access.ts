import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import type { Page, PageRequest } from '../../common/page.ts';
import { countedRows } from '../../database/counted-page.ts';
import { HostAccount } from '../hosts/host-account.entity.ts';
import type { ProtocolName } from '../hosts/host.entity.ts';
import { within, type Bastion } from '../instances/bastion.ts';
import { User } from '../users/user.entity.ts';
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

// Terraform compares this with what it attached: a grant from any other source would look like one of its own.
const isAttached = `
  exists (select from (${grantsAt(':now')}) granted
          where granted.user_id = u.id and granted.host_account_id = a.id and granted.source = 'Direct')`;

/** Access, as administrators query it. */
@Injectable()
export class Access {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** All accounts of the host, each with whether it is attached to the user. Empty for an unknown user or host. */
  accountsFor(
    bastion: Bastion,
    { userId, hostId, accountName }: GrantableQuery,
    page: PageRequest,
  ): Promise<Page<GrantableAccount>> {
    const query = this.dataSource
      .createQueryBuilder(HostAccount, 'a')
      .select(['a.id as "hostAccountId"', 'a.account_name as "accountName"', 'a.host_id as "hostId"'])
      .addSelect('a.protocol_name', 'protocolName')
      .addSelect(isAttached, 'isAuthorized')
      .innerJoin(User, 'u', 'u.id = :userId and u.account_id = a.account_id and u.instance_id = a.instance_id')
      .where({ ...within(bastion), hostId })
      .setParameters({ userId, now: this.clock.now() })
      .orderBy('a.id');
    if (accountName !== undefined) query.andWhere({ accountName });
    return countedRows<GrantableAccount>(query, page);
  }
}
