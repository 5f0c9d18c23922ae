import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Caller } from '../common/caller.ts';
import { listInstances } from './instances/instance-rows.ts';

/** A bastion instance, as a bill lists it. */
export interface ListedInstance {
  readonly instanceId: string;
  readonly accountId: string;
  readonly region: string;
  readonly startedAt: Date;
}

/** The bastion instances, for other products. */
@Injectable()
export class InstanceDirectory {
  constructor(private readonly dataSource: DataSource) {}

  /** Earliest first. */
  ofAccount({ accountId }: Caller): Promise<ListedInstance[]> {
    return listInstances(this.dataSource.manager, accountId);
  }
}
