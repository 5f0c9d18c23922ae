import { randomUUID } from 'node:crypto';
import { Api } from '../../src/demo/api.ts';
import type { DemoService } from '../../src/demo/service.ts';
import { load, type LoadResult } from './http-load.ts';
import { portOf } from './http.ts';
import { secretData } from './secret-data.ts';
import { callerOf } from './ram-user.ts';
import { figure, heading, note, table } from './report.ts';
import { signedRequests, type BenchCall } from './signed-requests.ts';
import { median } from './statistics.ts';

const connections = 64;
const full = { repeats: 5, requests: 5_000, warmUp: 3_000 };
const quickly = { repeats: 3, requests: 1_500, warmUp: 1_500 };

interface Measured {
  readonly name: string;
  readonly callAt: (index: number) => BenchCall;
  readonly results: LoadResult[];
}

/** Using keys and creating secrets, compared with reading secrets, in alternating turns on one server. */
export async function benchCrypto(service: DemoService, quick: boolean): Promise<void> {
  const { repeats, requests, warmUp } = quick ? quickly : full;
  heading(`Keys and secrets over HTTP: ${connections} connections, ${repeats} × ${requests} signed requests each`);
  const api = new Api(service);
  const key = await callerOf(api, 'bench-admin', 'AliyunKMSFullAccess');
  const all = await measuredCalls(api);
  const run = ({ callAt }: Measured, count: number) =>
    load(portOf(service), signedRequests(key, callAt, count), connections);
  for (const each of all) await run(each, warmUp);
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const each of repeat % 2 === 0 ? all : [...all].reverse()) each.results.push(await run(each, requests));
  }
  print(all);
}

async function measuredCalls(api: Api): Promise<Measured[]> {
  const { KeyMetadata } = await api.post('/kms/keys', {});
  const KeyId = KeyMetadata.KeyId as string;
  const Plaintext = Buffer.from(secretData).toString('base64');
  const { CiphertextBlob } = await api.post('/kms/keys:encrypt', { KeyId, Plaintext });
  await api.post('/kms/secrets', { SecretName: 'bench/read', VersionId: 'v1', SecretData: secretData });
  const calls: Record<string, () => BenchCall> = {
    GetSecretValue: () => ({ SecretName: 'bench/read' }),
    Encrypt: () => ({ KeyId, Plaintext }),
    Decrypt: () => ({ CiphertextBlob: CiphertextBlob as string }),
    GenerateDataKey: () => ({ KeyId }),
    CreateSecret: () => ({ SecretName: `bench/${randomUUID()}`, VersionId: 'v1', SecretData: secretData }),
  };
  return Object.entries(calls).map(([name, call]) => ({
    name,
    callAt: () => ({ Action: name, ...call() }),
    results: [],
  }));
}

function print(all: readonly Measured[]): void {
  const rows = all.map(({ name, results }) => {
    const medianOf = (member: keyof LoadResult) => median(results.map((result) => result[member]));
    return { name, perSecond: medianOf('perSecond'), p50: medianOf('p50'), p99: medianOf('p99') };
  });
  const reading = rows[0]!.perSecond;
  table(
    ['', 'req/s', 'to GetSecretValue', 'p50 ms', 'p99 ms', 'p99/p50'],
    rows.map(({ name, perSecond, p50, p99 }) => [
      name,
      ...[perSecond, perSecond / reading, p50, p99, p99 / p50].map(figure),
    ]),
  );
  note('each call is authorised by the policy of a RAM user, and its audit row is durable before it is answered');
}
