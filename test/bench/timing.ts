import { Redacted } from '../../src/common/redacted.ts';
import { Api } from '../../src/demo/api.ts';
import type { DemoService } from '../../src/demo/service.ts';
import { latenciesOf } from './http-load.ts';
import { portOf } from './http.ts';
import { callerOf } from './ram-user.ts';
import { figure, heading, note, table } from './report.ts';
import { signedRequests, type SigningKey } from './signed-requests.ts';
import { median } from './statistics.ts';

// Both together stay under the 10,000 requests that the service answers on one connection.
const full = { pairs: 4_000, warmUp: 1_000 };
const quickly = { pairs: 2_000, warmUp: 500 };
const refused = [400, 403, 404];

/**
 * Whether the time of a refusal tells a stranger which AccessKeys exist: compares an unknown AccessKey with a known one
 * under a wrong signature.
 */
export async function benchTiming(service: DemoService, quick: boolean): Promise<void> {
  const { pairs, warmUp } = quick ? quickly : full;
  heading(`Refusals, one at a time: ${pairs} of each kind, in turns`);
  const known = await callerOf(new Api(service), 'bench-guessed', 'AliyunKMSSecretUserAccess');
  const secret = new Redacted('a wrong secret');
  const kinds = [
    { name: 'a known AccessKey, wrongly signed', key: { id: known.id, secret } },
    { name: 'an unknown AccessKey', key: { id: `${known.id.slice(0, -8)}notThere`, secret } },
  ];
  await refusals(service, kinds, warmUp);
  const [wrong, unknown] = (await refusals(service, kinds, pairs)).map(median) as [number, number];
  table(
    ['', 'p50 µs'],
    kinds.map(({ name }, index) => [name, figure([wrong, unknown][index]! * 1000)]),
  );
  note(`ratio of the medians: ${figure(unknown / wrong)} (aim: 1)`);
}

/** The times for each kind. The order of the kinds alternates from pair to pair. */
async function refusals(
  service: DemoService,
  kinds: readonly { readonly key: SigningKey }[],
  pairs: number,
): Promise<number[][]> {
  const call = () => ({ Action: 'GetSecretValue', SecretName: 'bench/nothing' });
  const requests = kinds.map(({ key }) => signedRequests(key, call, pairs));
  const order = Array.from({ length: pairs }, (_, pair) => (pair % 2 === 0 ? [0, 1] : [1, 0])).flat();
  const sent = order.map((kind, index) => requests[kind]![index >> 1]!);
  const latencies = await latenciesOf(portOf(service), sent, 1, refused);
  return kinds.map((_, kind) => [...latencies].filter((__, index) => order[index] === kind));
}
