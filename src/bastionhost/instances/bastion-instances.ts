import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import type { Page, PageRequest } from '../../common/page.ts';
import { countedPage } from '../../database/counted-page.ts';
import type { InstanceDirectory, ListedInstance } from '../instance-directory.api.ts';
import { BastionListeners, type ReachableListener } from '../bastionhost.api.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import { BastionInstance } from './bastion-instance.entity.ts';
import type { Bastion } from './bastion.ts';
import { addressesOf } from './public-access.ts';
import { narrowInstances, type InstanceFilter } from './instance-filter.ts';

/** The bastion instances, one per account. */
@Injectable()
export class BastionInstances extends BastionListeners implements InstanceDirectory {
  constructor(@InjectRepository(BastionInstance) private readonly instances: Repository<BastionInstance>) {
    super();
  }

  /**
   * The account's instance with this id, or its only one when no id is given. The caller's region does not matter.
   * @throws InstanceNotUsable
   */
  async require(caller: Caller, instanceId?: string): Promise<Bastion> {
    const named = instanceId === undefined ? {} : { instanceId };
    const instance = await this.instances.findOneBy({ accountId: caller.accountId, ...named });
    if (!instance) throw BastionhostErrors.InstanceNotUsable();
    return instance;
  }

  async list({ accountId }: Caller, filter: InstanceFilter, page: PageRequest): Promise<Page<Bastion>> {
    const own = this.instances.createQueryBuilder('instance').where({ accountId });
    const query = narrowInstances(own, filter).orderBy('instance.startedAt');
    return countedPage(query, page);
  }

  ofAccount({ accountId }: Caller): Promise<ListedInstance[]> {
    return this.instances.find({ where: { accountId }, order: { startedAt: 'ASC' } });
  }

  override async all(): Promise<ReachableListener[]> {
    const instances = await this.instances.find({ order: { startedAt: 'ASC' } });
    return instances.map(({ accountId, region, instanceId, sshPort, publicAccess }) => {
      const { isEnabled, whiteList } = publicAccess;
      return {
        accountId,
        region,
        instanceId,
        sshPort,
        publicSources: { isEnabled, addresses: addressesOf(whiteList) },
      };
    });
  }
}
