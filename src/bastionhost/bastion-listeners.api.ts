import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { BastionListener } from './bastionhost.api.ts';
import { listInstances } from './instances/instance-rows.ts';

/** The SSH listeners of all instances. The event BastionInstanceCreated announces a new one. */
@Injectable()
export class BastionListeners {
  constructor(private readonly dataSource: DataSource) {}

  all(): Promise<BastionListener[]> {
    return listInstances(this.dataSource.manager);
  }
}
