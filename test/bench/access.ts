import { join } from 'node:path';
import { Client } from 'pg';
import { PermitRows } from '../../src/bastionhost/access/permit-rows.ts';
import { databaseName } from '../../src/database/embedded/cluster.ts';
import { layoutOf } from '../../src/database/embedded/layout.ts';
import type { HotPool, NamedStatement } from '../../src/database/hot-pool.ts';
import { Api } from '../../src/demo/api.ts';
import { ServiceProcess } from '../../src/demo/service.ts';
import { evenShares, fillWithGrants, type Query, type Size } from '../support/many-grants.ts';
import { benchTemplates } from './bench-templates.ts';
import { figure, heading, note, table } from './report.ts';
import { median } from './statistics.ts';

const few: Size = { hosts: 100, users: 10, grants: 1_000 };
const many: Size = { hosts: 10_000, users: 1_000, grants: 100_000 };

/** A user's grant of an account, for a question about it. */
interface Pair {
  readonly accountId: string;
  readonly region: string;
  readonly instanceId: string;
  readonly userId: string;
  readonly userName: string;
  readonly hostId: string;
  readonly hostName: string;
  readonly hostAccountId: string;
}

/** One of two services, which differ only in how large their bastion instance is. */
interface Side {
  readonly api: Api;
  readonly rows: PermitRows;
  readonly pairs: readonly Pair[];
}

/** Whether one user may use one account, and what they may use, among few hosts and among many, in turns. */
export async function benchAccess(directory: string, quick: boolean): Promise<void> {
  const repeats = quick ? 100 : 500;
  heading(`Access among ${describe(few)} and among ${describe(many)}: ${repeats} questions each, one at a time`);
  const endings: (() => Promise<void>)[] = [];
  try {
    const sides: Side[] = [];
    for (const size of [few, many])
      sides.push(await started(join(directory, `data-${size.hosts}-hosts`), size, endings));
    const rows: (readonly [string, number, number, number])[] = [];
    for (const [name, ask] of Object.entries(questions)) rows.push([name, ...(await compared(sides, ask, repeats))]);
    table(
      ['', 'few: ms', 'many: ms', 'many to few'],
      rows.map(([name, ...figures]) => [name, ...figures.map(figure)]),
    );
    note('aim: at most 3 times as long among many');
  } finally {
    for (const ending of endings.reverse()) await ending();
  }
}

function describe({ hosts, users, grants }: Size): string {
  const [h, u, g] = [hosts, users, grants].map((count) => count.toLocaleString('en'));
  return `${h} hosts, ${u} users and ${g} grants`;
}

const questions: Readonly<Record<string, (side: Side, pair: Pair) => Promise<unknown>>> = {
  'a permit, by name': ({ rows }, pair) => rows.granted(pair, { account: 'root', host: pair.hostName }, new Date()),
  'a permit, by id': ({ rows }, pair) => rows.granted(pair, { account: 'root', host: pair.hostId }, new Date()),
  'a permit, of no host': ({ rows }, pair) => rows.granted(pair, { account: 'root', host: 'nowhere' }, new Date()),
  GetAccess: ({ api }, pair) => api.get(`/bastionhost/access?${query(pair, ['userId', 'hostId', 'hostAccountId'])}`),
  ListHostsForUser: ({ api }, pair) => api.get(`/bastionhost/users/${pair.userId}/hosts?${query(pair, [])}`),
  ListHostAccountsForUser: ({ api }, pair) =>
    api.get(`/bastionhost/users/${pair.userId}/host-accounts?${query(pair, ['hostId'])}`),
};

/** The members of a pair under their names on the wire. */
function query(pair: Pair, names: readonly (keyof Pair)[]): URLSearchParams {
  const named = ['instanceId' as const, ...names].map((name) => [name[0]!.toUpperCase() + name.slice(1), pair[name]]);
  return new URLSearchParams(Object.fromEntries(named) as Record<string, string>);
}

async function compared(
  sides: readonly Side[],
  ask: (side: Side, pair: Pair) => Promise<unknown>,
  repeats: number,
): Promise<[number, number, number]> {
  const samples: [number[], number[]] = [[], []];
  // The first hundred warm up.
  for (let index = -100; index < repeats; index += 1) {
    for (const turn of index % 2 === 0 ? [0, 1] : [1, 0]) {
      const side = sides[turn]!;
      const startedAt = performance.now();
      await ask(side, side.pairs[(index + 100) % side.pairs.length]!);
      if (index >= 0) samples[turn]!.push(performance.now() - startedAt);
    }
  }
  const [small, large] = samples.map(median) as [number, number];
  return [small, large, large / small];
}

async function started(dataDir: string, size: Size, endings: (() => Promise<void>)[]): Promise<Side> {
  const starting = new ServiceProcess(dataDir);
  endings.push(() => starting.stop());
  const service = await starting.ready();
  const client = new Client({ host: layoutOf(dataDir).socket, user: databaseName, database: databaseName });
  await client.connect();
  endings.push(() => client.end());
  const ask: Query = async (sql, values) => (await client.query(sql, values)).rows;
  await fillWithGrants(ask, size, await benchTemplates(service), evenShares(size));
  // Its statements are named, as they are in the service: PostgreSQL plans them once for all values.
  const pool = {
    query: async ({ values, ...named }: NamedStatement) => (await client.query({ ...named, values: [...values] })).rows,
  };
  return { api: new Api(service), rows: new PermitRows(pool as unknown as HotPool), pairs: await ask<Pair>(pairs) };
}

const pairs = `
  select u.account_id as "accountId", u.region, u.instance_id as "instanceId", u.id as "userId",
         u.user_name as "userName", h.id as "hostId", h.host_name as "hostName", a.id as "hostAccountId"
  from bastion_host_account_grants g
  join bastion_users u on u.id = g.user_id
  join bastion_host_accounts a on a.id = g.host_account_id
  join bastion_hosts h on h.id = a.host_id
  order by md5(g.id::text) limit 200`;
