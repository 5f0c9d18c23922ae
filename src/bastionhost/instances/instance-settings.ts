import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { omitUndefined } from '../../common/omit-undefined.ts';
import { Events } from '../../events/events.api.ts';
import { BastionInstance } from './bastion-instance.entity.ts';
import { within, type BastionKey } from './bastion.ts';
import type { ConsoleSettings } from './console-settings.ts';
import type { Edition } from './edition.ts';
import type { PublicAccess } from './public-access.ts';
import type { VirtualNetwork } from './virtual-network.ts';

/** The settings of bastion instances. Each change sets its own columns alone: two administrators lose nothing. */
@Injectable()
export class InstanceSettings {
  constructor(
    @InjectRepository(BastionInstance) private readonly instances: Repository<BastionInstance>,
    private readonly events: Events,
  ) {}

  async rename(bastion: BastionKey, description: string): Promise<void> {
    await this.instances.update(within(bastion), { description });
  }

  async moveToResourceGroup(bastion: BastionKey, resourceGroupId: string): Promise<void> {
    await this.instances.update(within(bastion), { resourceGroupId });
  }

  /** Undefined members stay as they are. */
  async changeEdition(bastion: BastionKey, edition: Partial<Edition>): Promise<void> {
    await this.instances.update(within(bastion), { edition: omitUndefined(edition) });
  }

  /** Undefined members stay as they are. */
  async placeInNetwork(bastion: BastionKey, network: Partial<VirtualNetwork>): Promise<void> {
    await this.instances.update(within(bastion), { network: omitUndefined(network) });
  }

  /** Undefined members stay as they are. Every process refuses by the new settings within a second. */
  async changePublicAccess(bastion: BastionKey, change: Partial<PublicAccess>): Promise<void> {
    const { accountId, instanceId } = bastion;
    await this.instances.manager.transaction(async (tx) => {
      await tx.update(BastionInstance, within(bastion), { publicAccess: omitUndefined(change) });
      await this.events.publish(tx, { kind: 'BastionPublicAccessChanged', accountId, instanceId });
    });
  }

  /** Undefined members stay as they are. Every process applies them to its open sessions within a second. */
  async changeConsole(bastion: BastionKey, change: Partial<ConsoleSettings>): Promise<void> {
    const { accountId, instanceId } = bastion;
    const console = omitUndefined(change);
    if (Object.keys(console).length === 0) return;
    await this.instances.manager.transaction(async (tx) => {
      await tx.update(BastionInstance, within(bastion), { console });
      await this.events.publish(tx, { kind: 'BastionSettingsChanged', accountId, instanceId });
      const special = [change.hasEmptyAccount, change.hasSelfAccount];
      if (special.includes(false)) await this.events.publish(tx, { kind: 'AccessWithdrawn', accountId, instanceId });
      else if (special.includes(true)) await this.events.publish(tx, { kind: 'AccessChanged', accountId, instanceId });
    });
  }
}
