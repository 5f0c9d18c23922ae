import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { Instances } from '../../ecs/instances.api.ts';
import type { Instance } from '../../ecs/ecs.api.ts';
import { asBastionRole } from './bastion-role-caller.ts';
import type { Host } from './host.entity.ts';

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

  /** Undefined for a host that was not created from an ECS instance. */
  async stateOf(caller: Caller, host: Host): Promise<SourceInstanceState | undefined> {
    if (host.sourceInstanceId === null || host.sourceInstanceRegion === null) return undefined;
    return (await this.find(caller, host.sourceInstanceRegion, host.sourceInstanceId)) ? 'Normal' : 'Release';
  }
}
