import { statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { Environment } from '../../config/environment.ts';
import type { BastionInstance } from './bastion-instance.entity.ts';

/** The port on which O&M engineers expect a bastion. */
export const standardSshPort = 60_022;

const everyAddress = new Set(['0.0.0.0', '::']);

/** What instances report about the machine that they run on. */
@Injectable()
export class Installation {
  constructor(private readonly environment: Environment) {}

  /** The name or address that engineers connect to. */
  get endpoint(): string {
    const { host } = this.environment.sshListen;
    return everyAddress.has(host) ? hostname() : host;
  }

  /**
   * The instance's own port. The first instance has the port in the settings, or the standard port where the settings
   * let the system pick a free one.
   */
  sshPortOf({ sshPort }: Pick<BastionInstance, 'sshPort'>): number {
    return sshPort ?? (this.environment.sshListen.port || standardSshPort);
  }

  /** The file system that holds the data directory: its size, and how much of it is in use. Bytes. */
  async storage(): Promise<{ readonly size: number; readonly used: number }> {
    const { bsize, blocks, bfree } = await statfs(this.environment.dataDir);
    return { size: bsize * blocks, used: bsize * (blocks - bfree) };
  }
}
