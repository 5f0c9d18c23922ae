import { randomInt } from 'node:crypto';

export const loopback = '127.0.0.1';

// Below the usual ephemeral ports, so that nothing takes the port by chance while its instance is off.
const lowestPort = 20_000;
const highestPort = 30_000;
const attempts = 50;

/** Calls `listen` with random ports until one was free, and returns that port. @throws Error after 50 attempts */
export async function firstFreePort(listen: (port: number) => Promise<boolean>): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const port = randomInt(lowestPort, highestPort);
    if (await listen(port)) return port;
  }
  throw new Error(`no free port found between ${lowestPort} and ${highestPort}`);
}
