import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { HostKeys } from '../host-keys/host-keys.api.ts';
import { directNetworkDomain } from '../host-keys/place.api.ts';
import { lockInstance, setNetworkDomain, type InstanceKey } from './instances/instance-rows.ts';
import { holderOf } from './instances/instance-pin.ts';

/** The network domain that an instance is in; undefined where none is known. */
export type FindNetwork = (tx: EntityManager, instance: InstanceKey) => Promise<string | undefined>;

/** The network domains that instances are reached through. The product that keeps domains decides. */
@Injectable()
export class InstanceNetworks {
  private find: FindNetwork = () => Promise.resolve(undefined);

  constructor(private readonly hostKeys: HostKeys) {}

  /** Must be called while the service starts. */
  register(find: FindNetwork): void {
    this.find = find;
  }

  /** For an instance that is being registered. */
  async of(tx: EntityManager, instance: InstanceKey): Promise<string> {
    return (await this.find(tx, instance)) ?? directNetworkDomain;
  }

  /** Moves the instance, where it is registered, with its hold on the pin of its host key. */
  async move(tx: EntityManager, instance: InstanceKey, networkDomainId: string): Promise<void> {
    const row = await lockInstance(tx, instance);
    if (!row || row.networkDomainId === networkDomainId) return;
    await setNetworkDomain(tx, instance, networkDomainId);
    await this.hostKeys.release(tx, row, holderOf(row));
    await this.hostKeys.hold(tx, { ...row, networkDomainId }, holderOf(row));
  }
}
