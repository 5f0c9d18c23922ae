import { once } from 'node:events';
import ssh2, { type Client } from 'ssh2';
import { residentKib } from './process-table.ts';
import { figure, heading, note, table } from './report.ts';
import { settled } from './settled.ts';
import type { SshRoutes } from './ssh-routes.ts';

const full = [50, 100, 150, 200];
const quickly = [25, 50];
const warmUp = 20;
const atOnce = 5;

/** How much the service's memory grows with each idle session. */
export async function benchMemory({ broker }: SshRoutes, pid: number, quick: boolean): Promise<void> {
  const counts = quick ? quickly : full;
  heading(`Memory: up to ${counts.at(-1)} idle shells through the broker, one connection each`);
  const resident = () => settled(() => residentKib(pid), 1000);
  const sessions: Client[] = [];
  await openShells(sessions, warmUp, broker);
  await closeAll(sessions.splice(0));
  const rows = [{ count: 0, kib: await resident() }];
  for (const count of counts) {
    await openShells(sessions, count, broker);
    rows.push({ count, kib: await resident() });
  }
  await closeAll(sessions);
  print(rows);
}

/** Opens shells until there are `count`. The clients are in this process: 200 of OpenSSH's would fill the machine. */
async function openShells(sessions: Client[], count: number, broker: SshRoutes['broker']): Promise<void> {
  while (sessions.length < count) {
    const wanted = Math.min(atOnce, count - sessions.length);
    sessions.push(...(await Promise.all(Array.from({ length: wanted }, () => openShell(broker)))));
  }
}

async function openShell({ port, userName, key }: SshRoutes['broker']): Promise<Client> {
  const client = new ssh2.Client();
  const ready = once(client, 'ready');
  client.connect({ host: '127.0.0.1', port, username: userName, privateKey: key.privateKey.reveal() });
  await ready;
  await new Promise<void>((resolve, reject) => {
    client.shell((error, channel) => {
      if (error) return reject(error);
      // The prompt shows that the shell runs.
      channel.once('data', () => resolve()).resume();
    });
  });
  return client;
}

async function closeAll(sessions: readonly Client[]): Promise<void> {
  await Promise.all(
    sessions.map(async (client) => {
      const closed = once(client, 'close');
      client.end();
      await closed;
    }),
  );
}

function print(rows: readonly { count: number; kib: number }[]): void {
  const idle = rows[0]!;
  table(
    ['idle sessions', 'RSS MiB', 'KiB/session'],
    rows.map(({ count, kib }) => [
      String(count),
      figure(kib / 1024),
      count === 0 ? '' : figure((kib - idle.kib) / count),
    ]),
  );
  note('resident memory of the service process as the system shows it; no garbage collection is forced');
}
