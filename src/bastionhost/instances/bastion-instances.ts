import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import type { Page, PageRequest } from '../../common/page.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import type { Bastion } from './bastion.ts';
import type { InstanceFilter } from './instance-filter.ts';
import { findInstance, pageOfInstances } from './instance-rows.ts';

/** The bastion instances, one per account. */
@Injectable()
export class BastionInstances {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * The account's instance with this id, or its only one when no id is given. The caller's region does not matter.
   * @throws InstanceNotUsable
   */
  async require({ accountId }: Pick<Caller, 'accountId'>, instanceId?: string): Promise<Bastion> {
    const instance = await findInstance(this.dataSource.manager, accountId, instanceId);
    if (!instance) throw BastionhostErrors.InstanceNotUsable();
    return instance;
  }

  list({ accountId }: Caller, filter: InstanceFilter, page: PageRequest): Promise<Page<Bastion>> {
    return pageOfInstances(this.dataSource.manager, accountId, filter, page);
  }
}
