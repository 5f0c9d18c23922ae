import { join } from 'node:path';
import { Api } from '../../src/demo/api.ts';
import { ServiceProcess, type DemoService } from '../../src/demo/service.ts';
import { load, type LoadResult } from './http-load.ts';
import { portOf } from './http.ts';
import { secretData } from './secret-data.ts';
import { ManySecrets } from './many-secrets.ts';
import { callerOf } from './ram-user.ts';
import { figure, heading, note, table } from './report.ts';
import { signedRequests, type BenchCall, type SigningKey } from './signed-requests.ts';
import { median } from './statistics.ts';

const connections = 64;
const few = 1_000;
const full = { many: 100_000, repeats: 5, requests: 4_000, warmUp: 3_000 };
const quickly = { many: 20_000, repeats: 3, requests: 1_500, warmUp: 1_500 };

/** One of two services, which differ only in how many secrets they have. */
interface Side {
  readonly service: DemoService;
  readonly key: SigningKey;
}

interface Measured {
  readonly name: string;
  readonly callAt: (index: number) => BenchCall;
  readonly results: readonly [LoadResult[], LoadResult[]];
}

/** Reading and listing among 1,000 secrets and among 100,000, with ten versions each, on two services in turns. */
export async function benchSecrets(directory: string, quick: boolean): Promise<void> {
  const { many, repeats, requests, warmUp } = quick ? quickly : full;
  const counts = [few, many].map((count) => count.toLocaleString('en')).join(' and ');
  heading(`Among ${counts} secrets: ${connections} connections, ${repeats} × ${requests} signed requests each`);
  const services: ServiceProcess[] = [];
  try {
    const sides: Side[] = [];
    for (const total of [few, many]) {
      const dataDir = join(directory, `data-${total}`);
      const starting = new ServiceProcess(dataDir);
      services.push(starting);
      sides.push(await filled(await starting.ready(), dataDir, total));
    }
    const run = ({ service, key }: Side, { callAt }: Measured, count: number) =>
      load(portOf(service), signedRequests(key, callAt, count), connections);
    const all = measuredCalls();
    for (const each of all) for (const side of sides) await run(side, each, warmUp);
    for (let repeat = 0; repeat < repeats * 2; repeat += 1) {
      for (const each of all) {
        const turn = repeat % 4 === 0 || repeat % 4 === 3 ? 0 : 1;
        each.results[turn].push(await run(sides[turn]!, each, requests));
      }
    }
    print(all);
  } finally {
    for (const service of services) await service.stop();
  }
}

/** The secrets to be read are created through the service, between two halves of the copies. */
async function filled(service: DemoService, dataDir: string, total: number): Promise<Side> {
  const key = await callerOf(new Api(service), 'bench-keeper', 'AliyunKMSFullAccess');
  const create = (index: number): BenchCall => ({
    Action: 'CreateSecret',
    SecretName: nameAt(index),
    VersionId: 'v1',
    SecretData: secretData,
  });
  const copies = (total - few) / 2;
  await load(portOf(service), signedRequests(key, create, 1), 1);
  const others = await ManySecrets.open(dataDir, nameAt(0));
  try {
    await others.copy('before', copies);
    await load(
      portOf(service),
      signedRequests(key, (index) => create(index + 1), few - 1),
      connections,
    );
    await others.copy('after', copies);
    await others.finish();
  } finally {
    await others.close();
  }
  return { service, key };
}

function nameAt(index: number): string {
  return `bench/secret-${index % few}`;
}

function measuredCalls(): Measured[] {
  const named = (index: number) => JSON.stringify([{ Key: 'SecretName', Values: [nameAt(index)] }]);
  const calls: Record<string, (index: number) => BenchCall> = {
    GetSecretValue: (index) => ({ Action: 'GetSecretValue', SecretName: nameAt(index) }),
    'ListSecrets, first page': () => ({ Action: 'ListSecrets' }),
    'ListSecrets, second page': () => ({ Action: 'ListSecrets', PageNumber: '2' }),
    'ListSecrets, by one name': (index) => ({ Action: 'ListSecrets', Filters: named(index) }),
  };
  return Object.entries(calls).map(([name, callAt]) => ({ name, callAt, results: [[], []] }));
}

function print(all: readonly Measured[]): void {
  const rows = all.map(({ name, results }) => {
    const [small, large] = results.map((each) => ({
      perSecond: median(each.map(({ perSecond }) => perSecond)),
      p50: median(each.map(({ p50 }) => p50)),
    })) as [{ perSecond: number; p50: number }, { perSecond: number; p50: number }];
    return [name, small.perSecond, large.perSecond, small.p50, large.p50, large.perSecond / small.perSecond] as const;
  });
  table(
    ['', 'few: req/s', 'many: req/s', 'few: p50 ms', 'many: p50 ms', 'many to few'],
    rows.map(([name, ...figures]) => [name, ...figures.map(figure)]),
  );
  note('aim: as fast among many as among few, which is a ratio of 1');
}
