import { createServer } from 'node:net';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Environment } from '../../config/environment.ts';
import { BastionInstance } from './bastion-instance.entity.ts';

const highestPort = 65_535;

/** Chooses the SSH ports of all instances except the first. */
@Injectable()
export class SshPorts {
  constructor(private readonly environment: Environment) {}

  /**
   * The next port above the one in the settings that no instance has and that is free on this machine. Where the
   * settings let the system pick the port, it picks this one too.
   * @throws Error when no port is free
   */
  async choose(tx: EntityManager): Promise<number> {
    const { host, port: first } = this.environment.sshListen;
    if (first === 0) return freePort(host, 0);
    const taken = new Set((await tx.find(BastionInstance)).map(({ sshPort }) => sshPort));
    for (let port = first + 1; port <= highestPort; port += 1) {
      if (!taken.has(port) && (await isFree(host, port))) return port;
    }
    throw new Error(`no port above ${first} is free`);
  }
}

function isFree(host: string, port: number): Promise<boolean> {
  return freePort(host, port).then(
    () => true,
    () => false,
  );
}

function freePort(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}
