import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { omitUndefined } from '../../common/omit-undefined.ts';
import { BastionInstance } from './bastion-instance.entity.ts';
import { within, type BastionKey } from './bastion.ts';
import type { VirtualNetwork } from './virtual-network.ts';

/** The settings of bastion instances. Each change sets its own columns alone, so that two administrators lose nothing. */
@Injectable()
export class InstanceSettings {
  constructor(@InjectRepository(BastionInstance) private readonly instances: Repository<BastionInstance>) {}

  async rename(bastion: BastionKey, description: string): Promise<void> {
    await this.instances.update(within(bastion), { description });
  }

  async moveToResourceGroup(bastion: BastionKey, resourceGroupId: string): Promise<void> {
    await this.instances.update(within(bastion), { resourceGroupId });
  }

  /** Undefined members stay as they are. */
  async placeInNetwork(bastion: BastionKey, network: Partial<VirtualNetwork>): Promise<void> {
    await this.instances.update(within(bastion), { network: omitUndefined(network) });
  }
}
