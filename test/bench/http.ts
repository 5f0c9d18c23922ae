import { Api } from '../../src/demo/api.ts';
import type { DemoService } from '../../src/demo/service.ts';
import type { Build } from './build.ts';
import { startCeiling, type CeilingProcess } from './ceiling-process.ts';
import { load, type LoadResult } from './http-load.ts';
import { secretData } from './secret-data.ts';
import { hasProcessTable, treeCpu } from './process-table.ts';
import { figure, heading, note, table } from './report.ts';
import { callerOf } from './ram-user.ts';
import { signedRequests, type BenchCall, type SigningKey } from './signed-requests.ts';
import { median } from './statistics.ts';

const connections = 64;
const secrets = 100;
const ceilingPrograms = {
  'the same without a database': 'ceiling-server',
  'Fastify alone, the same answer': 'bare-server',
} as const;
const full = { repeats: 5, requests: 20_000, warmUp: 10_000 };
const quickly = { repeats: 3, requests: 5_000, warmUp: 5_000 };

interface Server {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
  readonly key: SigningKey;
  readonly callAt: typeof inTurn;
  readonly results: (LoadResult & { readonly cpuMicros: number })[];
}

/**
 * GetSecretValue, signed by a RAM user and authorised by their policy, against the same server without a database and
 * against Fastify alone.
 */
export async function benchHttp(builds: readonly Build[], quick: boolean): Promise<void> {
  const { repeats, requests, warmUp } = quick ? quickly : full;
  heading(
    `GetSecretValue over HTTP: ${connections} connections, ${repeats} × ${requests} signed requests to each server`,
  );
  const servers: Server[] = [];
  for (const build of builds) servers.push(...(await serversOf(build)));
  const { key } = servers[0]!;
  const ceilings: CeilingProcess[] = [];
  try {
    for (const [name, program] of Object.entries(ceilingPrograms)) {
      const ceiling = await startCeiling(program, key);
      ceilings.push(ceiling);
      servers.push({ name, port: ceiling.port, pid: ceiling.pid, key, callAt: inTurn, results: [] });
    }
    const run = (server: Server, count: number) => measure(server, signedRequests(server.key, server.callAt, count));
    for (const server of servers) await run(server, warmUp);
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      for (const server of repeat % 2 === 0 ? servers : [...servers].reverse()) {
        server.results.push(await run(server, requests));
      }
    }
    print(servers);
  } finally {
    for (const ceiling of ceilings) await ceiling.stop();
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

/** Creates what is read, and who reads it: all secrets in turn, and one only. */
async function serversOf({ name, service, pid }: Build): Promise<Server[]> {
  const api = new Api(service);
  const key = await callerOf(api, 'bench-reader', 'AliyunKMSSecretUserAccess');
  for (let index = 0; index < secrets; index += 1) {
    await api.post('/kms/secrets', { SecretName: nameAt(index), VersionId: 'v1', SecretData: secretData });
  }
  const server = { port: portOf(service), pid, key };
  return [
    { ...server, name, callAt: inTurn, results: [] },
    { ...server, name: `${name}, one secret`, callAt: () => inTurn(0), results: [] },
  ];
}

function nameAt(index: number): string {
  return `bench/secret-${index % secrets}`;
}

function inTurn(index: number): BenchCall {
  return { Action: 'GetSecretValue', SecretName: nameAt(index) };
}

function print(servers: readonly Server[]): void {
  const rows = servers.map(({ name, results }) => {
    const medianOf = (member: keyof Server['results'][number]) => median(results.map((result) => result[member]));
    return {
      name,
      perSecond: medianOf('perSecond'),
      p50: medianOf('p50'),
      p99: medianOf('p99'),
      cpu: medianOf('cpuMicros'),
    };
  });
  const ours = rows[0]!.perSecond;
  table(
    ['', 'req/s', 'Sallyport to it', 'p50 ms', 'p99 ms', 'p99/p50', 'CPU µs/req'],
    rows.map(({ name, perSecond, p50, p99, cpu }) => [
      name,
      ...[perSecond, ours / perSecond, p50, p99, p99 / p50, cpu].map(figure),
    ]),
  );
  note('aim: 0.7 or more to the server without a database, and p99 under 4 times p50');
}
