import { once } from 'node:events';
import { join } from 'node:path';
import { Client } from 'pg';
import ssh2 from 'ssh2';
import { databaseName } from '../../src/database/embedded/cluster.ts';
import { layoutOf } from '../../src/database/embedded/layout.ts';
import { Api } from '../../src/demo/api.ts';
import { generateSshKeyPair, type SshKeyPair } from '../../src/ssh/keys.ts';
import { copyRow, fillWithGrants, type Query } from '../support/many-grants.ts';
import { benchTemplates } from './bench-templates.ts';
import { type Build, startBuild } from './build.ts';
import { liveKib, withHeapSnapshots } from './live-memory.ts';
import { figure, heading, note, table } from './report.ts';
import { median } from './statistics.ts';

const full = 200;
const quickly = 40;
const few = 10;
const many = 1_000;
const atOnce = 5;

/** One of two services, which differ only in how many hosts each engineer may use. */
interface Side {
  readonly hosts: number;
  readonly build: Build;
  /** Where its heap snapshots go. */
  readonly snapshots: string;
  readonly users: readonly string[];
  readonly waiting: ssh2.Client[];
  /** Milliseconds from the request for a shell to the first screen. */
  readonly samples: number[];
}

/** How long the first screen of the menu takes, and how much memory an engineer who waits there costs. */
export async function benchMenu(directory: string, quick: boolean): Promise<void> {
  const engineers = quick ? quickly : full;
  heading(`The menu: ${engineers} engineers of ${few} hosts each and of ${many.toLocaleString('en')} each, in turns`);
  const endings: (() => Promise<unknown>)[] = [];
  try {
    const key = await generateSshKeyPair('ed25519');
    const sides: Side[] = [];
    for (const hosts of [few, many])
      sides.push(await started(join(directory, `data-menu-${hosts}`), hosts, engineers, key, endings));
    for (const side of sides) await warm(side, engineers, key);
    const before = await Promise.all(sides.map(({ build, snapshots }) => liveKib(build, snapshots)));
    for (const side of sides) endings.push(() => leave(side.waiting));
    for (let turn = 0; turn < engineers; turn += atOnce)
      for (const side of turn % (2 * atOnce) === 0 ? sides : [...sides].reverse()) await openMenus(side, atOnce, key);
    const after = await Promise.all(sides.map(({ build, snapshots }) => liveKib(build, snapshots)));
    print(
      sides,
      after.map((kib, index) => (kib - before[index]!) / engineers),
    );
  } finally {
    for (const ending of endings.reverse()) await ending();
  }
}

async function started(
  dataDir: string,
  hosts: number,
  users: number,
  key: SshKeyPair,
  endings: (() => Promise<unknown>)[],
): Promise<Side> {
  const snapshots = join(dataDir, 'snapshots');
  const build = await startBuild(dataDir, withHeapSnapshots(snapshots));
  const { service } = build;
  endings.push(build.stop);
  const client = new Client({ host: layoutOf(dataDir).socket, user: databaseName, database: databaseName });
  await client.connect();
  const ask: Query = async (sql, values) => (await client.query(sql, values)).rows;
  const templates = await benchTemplates(service);
  const PublicKey = Buffer.from(key.publicKey).toString('base64');
  const body = { InstanceId: templates.instanceId, UserId: templates.userId, PublicKeyName: 'bench', PublicKey };
  await new Api(service).post('/bastionhost/user-public-keys', body);
  const shares = {
    user: { each: 0.8 * hosts, from: 0 },
    userGroup: { each: 0.1 * hosts, from: 0.8 * hosts },
    rule: { each: 0.1 * hosts, from: 0.9 * hosts },
  };
  await fillWithGrants(ask, { hosts, users }, templates, shares);
  const others = { where: 'user_id = $1', values: [templates.userId], from: 'bastion_users u' };
  const where = `${others.where} and u.id <> original.user_id`;
  await copyRow(ask, 'bastion_user_public_keys', { ...others, where }, { user_id: 'u.id' });
  const named = await ask<{ name: string }>('select user_name as name from bastion_users order by id');
  await client.end();
  return { hosts, build, snapshots, users: named.map(({ name }) => name), waiting: [], samples: [] };
}

/** Every engineer has been at the menu once: the heap of the service has the size that it takes to log them all on. */
async function warm(side: Side, engineers: number, key: SshKeyPair): Promise<void> {
  for (let first = 0; first < engineers; first += atOnce) await openMenus(side, atOnce, key);
  await leave(side.waiting);
  side.waiting.length = side.samples.length = 0;
}

async function leave(clients: readonly ssh2.Client[]): Promise<void> {
  await Promise.all(
    clients.map(async (client) => {
      const closed = once(client, 'close');
      client.end();
      await closed;
    }),
  );
}

/** The next engineers open their menus at the same time, and wait there. */
async function openMenus(side: Side, count: number, key: SshKeyPair): Promise<void> {
  const first = side.waiting.length;
  const users = side.users.slice(first, first + count);
  await Promise.all(users.map((user) => openMenu(side, user, key)));
}

async function openMenu({ build, waiting, samples }: Side, username: string, key: SshKeyPair): Promise<void> {
  const client = new ssh2.Client();
  waiting.push(client);
  const ready = once(client, 'ready');
  client.connect({ host: '127.0.0.1', port: build.service.sshPort, username, privateKey: key.privateKey.reveal() });
  await ready;
  const startedAt = performance.now();
  await new Promise<void>((resolve, reject) => {
    client.shell({ term: 'xterm', cols: 80, rows: 24 }, (error, channel) => {
      if (error) return reject(error);
      let shown = '';
      channel.on('data', (data: Buffer) => {
        shown += data.toString();
        if (/NUM[^]*-- 1-\d+ of \d+/.test(shown)) resolve();
      });
    });
  });
  samples.push(performance.now() - startedAt);
}

function print(sides: readonly Side[], kibs: readonly number[]): void {
  const [small, large] = sides.map(({ samples }) => median(samples)) as [number, number];
  table(
    ['hosts of each', 'first screen: p50 ms', 'KiB/engineer'],
    sides.map(({ hosts, samples }, index) => [
      hosts.toLocaleString('en'),
      figure(median(samples)),
      figure(kibs[index]!),
    ]),
  );
  note(`many to few: ${figure(large / small)} (aim: at most 2); aim of memory: under 150 KiB`);
  note('from the request for a shell; what the service holds, without garbage, by its heap snapshots');
}
