import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isLoopbackForwarded } from './instances/instance-rows.ts';

/** Whether engineers who are on a server also reach ports of its own loopback. */
@Injectable()
export class LoopbackForwarding {
  constructor(private readonly dataSource: DataSource) {}

  isAllowed(instanceId: string): Promise<boolean> {
    return isLoopbackForwarded(this.dataSource.manager, instanceId);
  }
}
