import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { Instances } from '../../ecs/instances.api.ts';
import type { Instance } from '../../ecs/ecs.api.ts';
import { serviceRoleCaller } from '../../identity/identity.api.ts';
import { bastionServiceRole } from '../bastion-role.api.ts';
import type { Host } from './host.entity.ts';

/** `Release`: the ECS instance is no longer in the inventory. */
export type SourceInstanceState = 'Normal' | 'Release';

/** Looks up the ECS instances that hosts were created from, as the bastion's service role. */
@Injectable()
export class HostSources {
  constructor(private readonly inventory: Instances) {}

  find(caller: Caller, region: string, instanceId: string): Promise<Instance | undefined> {
    return this.inventory.find(this.asServiceRole(caller, region), instanceId);
  }

  /** Undefined for a host that was not created from an ECS instance. */
  async stateOf(caller: Caller, host: Host): Promise<SourceInstanceState | undefined> {
    if (host.sourceInstanceId === null || host.sourceInstanceRegion === null) return undefined;
    return (await this.find(caller, host.sourceInstanceRegion, host.sourceInstanceId)) ? 'Normal' : 'Release';
  }

  private asServiceRole({ accountId, sourceAddress, secureTransport, requestId }: Caller, region: string): Caller {
    return serviceRoleCaller(bastionServiceRole, { accountId, region, sourceAddress, secureTransport, requestId });
  }
}
