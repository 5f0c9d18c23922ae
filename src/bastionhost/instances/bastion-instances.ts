import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import type { Bastion } from './bastion.ts';
import { edition } from './edition.ts';
import { findInstance, listInstances } from './instance-rows.ts';

/** The bastion instances, one per account. */
@Injectable()
export class BastionInstances {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * The account's instance with this id, or its only one when no id is given. The caller's region does not matter.
   * @throws InstanceNotUsable
   */
  async require({ accountId }: Caller, instanceId?: string): Promise<Bastion> {
    const instance = await findInstance(this.dataSource.manager, accountId, instanceId);
    if (!instance) throw BastionhostErrors.InstanceNotUsable();
    return { ...instance, edition };
  }

  async list({ accountId }: Caller): Promise<Bastion[]> {
    const instances = await listInstances(this.dataSource.manager, accountId);
    return instances.map((instance) => ({ ...instance, edition }));
  }
}
