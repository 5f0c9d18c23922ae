import { statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { Environment } from '../../config/environment.ts';
import type { BastionInstance } from './bastion-instance.entity.ts';

/** The port that O&M engineers expect a bastion at. */
export const standardSshPort = 60_022;

const everyAddress = new Set(['0.0.0.0', '::']);

/** What instances tell of the machine that they run on. */
@Injectable()
export class Installation {
  constructor(private readonly environment: Environment) {}

  /** The name or address that engineers connect to. */
  get endpoint(): string {
    const { host } = this.environment.sshListen;
    return everyAddress.has(host) ? hostname() : host;
  }

  /** The instance's own; the first one's is as it was set, and the standard one where the system picks a free port. */
  sshPortOf({ sshPort }: Pick<BastionInstance, 'sshPort'>): number {
    return sshPort ?? (this.environment.sshListen.port || standardSshPort);
  }

  /** Bytes of the file system that the data directory is on. */
  async storageBytes(): Promise<number> {
    const { bsize, blocks } = await statfs(this.environment.dataDir);
    return bsize * blocks;
  }
}
