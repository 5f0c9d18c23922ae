import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { ServiceError } from '../../common/service-error.ts';
import type { Instance } from '../../ecs/ecs.api.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import type { Bastion } from '../instances/bastion.ts';
import { builtInDomain } from '../network-domains/built-in-domain.ts';
import { HostSources } from './host-sources.ts';
import { HostsService, type CompleteHostDraft } from './hosts.ts';
import { isHostName } from './typed-names.ts';

/** The outcome for one ECS instance. The spelling of the last code is the vendor's. */
export interface EcsImportResult {
  readonly instanceId: string;
  readonly code: 'OK' | 'OBJECT_NOT_FOUND' | 'OBJECT_AlREADY_EXISTS';
  /** Of the new host. */
  readonly hostId?: string;
}

/** Creates hosts from ECS instances. */
@Injectable()
export class EcsImport {
  constructor(
    private readonly sources: HostSources,
    private readonly hosts: HostsService,
  ) {}

  /** Each item succeeds or fails on its own; of equal ones, the first is imported. */
  async import(
    caller: Caller,
    bastion: Bastion,
    region: string,
    instanceIds: readonly string[],
  ): Promise<EcsImportResult[]> {
    const instances = await this.sources.findAll(caller, region, instanceIds);
    const results: EcsImportResult[] = [];
    for (const instanceId of instanceIds) {
      const instance = instances.get(instanceId);
      results.push({ instanceId, ...(instance ? await this.add(bastion, instance) : { code: 'OBJECT_NOT_FOUND' }) });
    }
    return results;
  }

  private async add(bastion: Bastion, instance: Instance): Promise<Omit<EcsImportResult, 'instanceId'>> {
    try {
      return { code: 'OK', hostId: await this.hosts.add(bastion, hostOf(instance)) };
    } catch (error) {
      if (!isAlreadyThere(error)) throw error;
      return { code: 'OBJECT_AlREADY_EXISTS' };
    }
  }
}

/** Under the name of the instance, or its id where engineers could not type the name. */
function hostOf({ instanceId, instanceName, region, osType, address, port }: Instance): CompleteHostDraft {
  return {
    hostName: isHostName(instanceName) ? instanceName : instanceId,
    comment: '',
    osType,
    source: 'Ecs',
    sourceInstanceId: instanceId,
    sourceInstanceRegion: region,
    networkDomainId: builtInDomain.id,
    activeAddressType: 'Private',
    privateAddress: address,
    publicAddress: '',
    port,
  };
}

function isAlreadyThere(error: unknown): boolean {
  return error instanceof ServiceError && error.code === BastionhostErrors.table.HostAlreadyExists.code;
}
