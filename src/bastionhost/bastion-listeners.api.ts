import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ReachableListener } from './bastionhost.api.ts';
import { listInstances } from './instances/instance-rows.ts';
import { addressesOf } from './instances/public-access.ts';

/**
 * The SSH listeners of all instances. The event BastionInstanceCreated announces a new one, BastionPublicAccessChanged
 * that others may log on at one.
 */
@Injectable()
export class BastionListeners {
  constructor(private readonly dataSource: DataSource) {}

  async all(): Promise<ReachableListener[]> {
    const instances = await listInstances(this.dataSource.manager);
    return instances.map(({ accountId, region, instanceId, sshPort, publicAccess }) => {
      const { isEnabled, whiteList } = publicAccess;
      const publicSources = { isEnabled, addresses: addressesOf(whiteList) };
      return { accountId, region, instanceId, sshPort, publicSources };
    });
  }
}
