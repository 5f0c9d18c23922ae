import { Api } from '../../src/demo/api.ts';
import type { DemoService } from '../../src/demo/service.ts';
import { startCeiling } from './ceiling-process.ts';
import { load, type LoadResult } from './http-load.ts';
import { secretData } from './in-memory-modules.ts';
import { hasProcessTable, treeCpu } from './process-table.ts';
import { figure, heading, note, table } from './report.ts';
import { servicePid } from './service-pid.ts';
import { callerOf } from './ram-user.ts';
import { signedRequests, type BenchCall } from './signed-requests.ts';
import { median } from './statistics.ts';

const connections = 64;
const secrets = 100;
const full = { repeats: 5, requests: 20_000, warmUp: 10_000 };
const quickly = { repeats: 3, requests: 5_000, warmUp: 5_000 };

interface Server {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
  readonly results: (LoadResult & { readonly cpuMicros: number })[];
}

/** GetSecretValue, signed by a RAM user and authorised by their policy, against the same server without a database. */
export async function benchHttp(service: DemoService, quick: boolean): Promise<void> {
  const { repeats, requests, warmUp } = quick ? quickly : full;
  heading(
    `GetSecretValue over HTTP: ${connections} connections, ${repeats} × ${requests} signed requests to each server`,
  );
  const api = new Api(service);
  const key = await callerOf(api, 'bench-reader', 'AliyunKMSSecretUserAccess');
  const names = await createSecrets(api);
  const callAt = (index: number): BenchCall => ({ Action: 'GetSecretValue', SecretName: names[index % names.length]! });
  const ceiling = await startCeiling(key);
  try {
    const servers: Server[] = [
      { name: 'Sallyport, embedded PostgreSQL', port: portOf(service), pid: await servicePid(), results: [] },
      { name: 'the same without a database', port: ceiling.port, pid: ceiling.pid, results: [] },
    ];
    const run = (server: Server, count: number) => measure(server, signedRequests(key, callAt, count));
    for (const server of servers) await run(server, warmUp);
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      for (const server of repeat % 2 === 0 ? servers : [...servers].reverse()) {
        server.results.push(await run(server, requests));
      }
    }
    print(servers);
  } finally {
    await ceiling.stop();
  }
}

async function measure({ port, pid }: Server, requests: Buffer[]): Promise<Server['results'][number]> {
  const before = hasProcessTable ? await treeCpu(pid) : NaN;
  const result = await load(port, requests, connections);
  const after = hasProcessTable ? await treeCpu(pid) : NaN;
  return { ...result, cpuMicros: ((after - before) / requests.length) * 1e6 };
}

export function portOf({ url }: DemoService): number {
  return Number(new URL(url).port);
}

async function createSecrets(api: Api): Promise<string[]> {
  const names = Array.from({ length: secrets }, (_, index) => `bench/secret-${index}`);
  for (const SecretName of names) {
    await api.post('/kms/secrets', { SecretName, VersionId: 'v1', SecretData: secretData });
  }
  return names;
}

function print(servers: readonly Server[]): void {
  const rows = servers.map(({ name, results }) => {
    const of = (member: keyof Server['results'][number]) => median(results.map((result) => result[member]));
    return { name, perSecond: of('perSecond'), p50: of('p50'), p99: of('p99'), cpu: of('cpuMicros') };
  });
  table(
    ['', 'req/s', 'p50 ms', 'p99 ms', 'p99/p50', 'CPU µs/req'],
    rows.map(({ name, perSecond, p50, p99, cpu }) => [name, ...[perSecond, p50, p99, p99 / p50, cpu].map(figure)]),
  );
  const [real, ceiling] = rows;
  note(`ratio to the server without a database: ${figure(real!.perSecond / ceiling!.perSecond)} (aim: 0.7 or more)`);
  note('aim: p99 under 4 times p50');
}
