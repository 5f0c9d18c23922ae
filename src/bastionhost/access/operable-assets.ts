import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import type { Page, PageRequest } from '../../common/page.ts';
import type { HostAccount } from '../hosts/host-account.entity.ts';
import { HostAccountsService } from '../hosts/host-accounts.ts';
import type { HostFilter } from '../hosts/host-filter.ts';
import { HostsService, type HostWithState } from '../hosts/hosts.ts';
import type { Bastion } from '../instances/bastion.ts';
import { OperationUsers } from '../users/operation-users.ts';
import type { Operable } from './operable.ts';

interface OperableAccountsQuery {
  readonly hostId: string;
  readonly accountName?: string;
}

/** What the caller may log on to now as a bastion user: nothing, where they are none. */
@Injectable()
export class OperableAssets {
  constructor(
    private readonly users: OperationUsers,
    private readonly hosts: HostsService,
    private readonly accounts: HostAccountsService,
    private readonly clock: Clock,
  ) {}

  async hostsOf(caller: Caller, bastion: Bastion, filter: HostFilter, page: PageRequest): Promise<Page<HostWithState>> {
    const operable = await this.operableBy(caller, bastion);
    return operable ? this.hosts.list(caller, bastion, { ...filter, operable }, page) : nothing();
  }

  /** Empty for an unknown host, as for one that the caller may not log on to. */
  async accountsOf(
    caller: Caller,
    bastion: Bastion,
    { hostId, accountName }: OperableAccountsQuery,
    page: PageRequest,
  ): Promise<Page<HostAccount>> {
    const operable = await this.operableBy(caller, bastion);
    return operable ? this.accounts.list(bastion, { hostIds: [hostId], accountName, operable }, page) : nothing();
  }

  private async operableBy(caller: Caller, bastion: Bastion): Promise<Operable | undefined> {
    const user = await this.users.find(bastion, caller);
    return user && { userId: user.id, now: this.clock.now() };
  }
}

const nothing = <T>(): Page<T> => ({ items: [], total: 0 });
