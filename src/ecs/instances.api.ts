import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Caller } from '../common/caller.ts';
import type { Instance } from './ecs.api.ts';
import { findInstance, findInstances, instanceOf, keyOf } from './instances/instance-rows.ts';

/** The inventory of ECS instances, as far as other products refer to it. */
@Injectable()
export class Instances {
  constructor(private readonly dataSource: DataSource) {}

  /** The instance in the caller's account and region; undefined where there is none. */
  async find(caller: Caller, instanceId: string): Promise<Instance | undefined> {
    const row = await findInstance(this.dataSource.manager, keyOf(caller, instanceId));
    return row ? instanceOf(row) : undefined;
  }

  /** Those of the instances that are in the caller's account and region, in any order. */
  async findAll(caller: Caller, instanceIds: readonly string[]): Promise<Instance[]> {
    return (await findInstances(this.dataSource.manager, caller, instanceIds)).map(instanceOf);
  }
}
