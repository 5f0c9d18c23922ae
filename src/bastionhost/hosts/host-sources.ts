import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { Instances } from '../../ecs/instances.api.ts';
import type { Instance } from '../../ecs/ecs.api.ts';
import { asBastionRole } from './bastion-role-caller.ts';
import { isEcs, type Host } from './host.entity.ts';

/** `Release`: the ECS instance is no longer in the inventory. */
export type SourceInstanceState = 'Normal' | 'Release';

/** Looks up the ECS instances that hosts were created from, as the bastion's service role. */
@Injectable()
export class HostSources {
  constructor(private readonly inventory: Instances) {}

  find(caller: Caller, region: string, instanceId: string): Promise<Instance | undefined> {
    return this.inventory.find(asBastionRole(caller, region), instanceId);
  }

  /** Those of the instances that exist, by their ids. */
  async findAll(caller: Caller, region: string, ids: readonly string[]): Promise<ReadonlyMap<string, Instance>> {
    const instances = await this.inventory.findAll(asBastionRole(caller, region), ids);
    return new Map(instances.map((instance) => [instance.instanceId, instance]));
  }

  /** By the ids of those hosts that were created from ECS instances. One look-up a region. */
  async statesOf(caller: Caller, hosts: readonly Host[]): Promise<ReadonlyMap<string, SourceInstanceState>> {
    const states = new Map<string, SourceInstanceState>();
    const fromEcs = hosts.filter(isEcs);
    for (const region of new Set(fromEcs.map(({ sourceInstanceRegion }) => sourceInstanceRegion))) {
      const there = fromEcs.filter(({ sourceInstanceRegion }) => sourceInstanceRegion === region);
      const instances = await this.findAll(
        caller,
        region,
        there.map(({ sourceInstanceId }) => sourceInstanceId),
      );
      for (const { id, sourceInstanceId } of there)
        states.set(id, instances.has(sourceInstanceId) ? 'Normal' : 'Release');
    }
    return states;
  }
}
