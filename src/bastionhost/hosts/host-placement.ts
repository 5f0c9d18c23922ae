import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Events } from '../../events/events.api.ts';
import { InstanceNetworks } from '../../ecs/instance-networks.api.ts';
import { HostKeys } from '../../host-keys/host-keys.api.ts';
import { directNetworkDomain } from '../../host-keys/place.api.ts';
import { md5Fingerprint } from '../../ssh/md5-fingerprint.ts';
import { within } from '../instances/bastion.ts';
import { holderOf, placeOf } from './host-pin.ts';
import { Host, type Addresses } from './host.entity.ts';

/** What the place of a host follows from. */
type PlacedHost = Addresses &
  Pick<Host, 'id' | 'accountId' | 'instanceId' | 'osType' | 'networkDomainId' | 'port'> &
  Partial<Pick<Host, 'sourceInstanceRegion' | 'sourceInstanceId'>>;

/**
 * Keeps what belongs to a host's place where the host is: its hold on a pin, and the network domain of the ECS instance
 * that it was created from. So rotations of the instance's secrets reach the server as the broker does. Each method
 * is called in the transaction that changes the host, after the change; a change is announced.
 */
@Injectable()
export class HostPlacement implements OnModuleInit {
  constructor(
    private readonly hostKeys: HostKeys,
    private readonly networks: InstanceNetworks,
    private readonly events: Events,
  ) {}

  onModuleInit(): void {
    this.networks.register(async (tx, { accountId, region, instanceId }) => {
      const source = { accountId, sourceInstanceRegion: region, sourceInstanceId: instanceId };
      // Locked, so that a host that is moved at the same time moves the instance too, or is seen where it arrives.
      const host = await tx.findOne(Host, { where: source, lock: { mode: 'pessimistic_read' } });
      return host?.networkDomainId;
    });
  }

  async placed(tx: EntityManager, host: PlacedHost): Promise<void> {
    await this.moveInstance(tx, host, host.networkDomainId);
    await this.hostKeys.hold(tx, placeOf(host), holderOf(host));
  }

  async moved(tx: EntityManager, before: PlacedHost, after: PlacedHost): Promise<void> {
    // Only on Linux can accounts be named that are not granted.
    const isWithdrawn = before.osType !== after.osType;
    const change = isWithdrawn
      ? ({ kind: 'AccessWithdrawn', ...within(after), hostId: after.id } as const)
      : ({ kind: 'AccessChanged', ...within(after) } as const);
    await this.events.publish(tx, change);
    const [from, to] = [placeOf(before), placeOf(after)];
    // The instance comes before the pins, in the order in which the inventory locks them.
    if (from.networkDomainId !== to.networkDomainId) await this.moveInstance(tx, after, to.networkDomainId);
    else if (from.address === to.address && from.port === to.port) return;
    await this.hostKeys.release(tx, from, holderOf(before));
    await this.hostKeys.hold(tx, to, holderOf(after));
  }

  async removed(tx: EntityManager, host: PlacedHost): Promise<void> {
    await this.moveInstance(tx, host, directNetworkDomain);
    await this.hostKeys.release(tx, placeOf(host), holderOf(host));
  }

  /** The host's pinned key as `<key type>|<MD5 of the key>`; undefined before the first connection. */
  async pinnedKey(host: Host): Promise<string | undefined> {
    const pin = await this.hostKeys.find(placeOf(host));
    return pin && `${pin.keyType}|${md5Fingerprint(pin.publicKey)}`;
  }

  private async moveInstance(tx: EntityManager, host: PlacedHost, networkDomainId: string): Promise<void> {
    const { accountId, sourceInstanceRegion: region, sourceInstanceId: instanceId } = host;
    if (region && instanceId) await this.networks.move(tx, { accountId, region, instanceId }, networkDomainId);
  }
}
