import { once } from 'node:events';
import { figure, heading, note, table } from './report.ts';
import { settled } from './settled.ts';
import type { Route, SshRoutes } from './ssh-routes.ts';
import { median, percentile } from './statistics.ts';

const full = { blocks: 5, runs: 5 };
const quickly = { blocks: 3, runs: 3 };

interface Samples {
  readonly route: Route;
  readonly milliseconds: number[];
  /** CPU milliseconds of the bastion per connection, one sample per block. */
  readonly cpu: number[];
}

/** How long `ssh … true` takes on each route. */
export async function benchConnect({ all }: SshRoutes, quick: boolean): Promise<void> {
  const { blocks, runs } = quick ? quickly : full;
  heading(`Connecting: ssh … true, ${blocks * runs} times on each route, in alternated blocks of ${runs}`);
  const samples: Samples[] = all.map((route) => ({ route, milliseconds: [], cpu: [] }));
  for (const { route } of samples) await connect(route);
  for (let block = 0; block < blocks; block += 1) {
    for (const one of block % 2 === 0 ? samples : [...samples].reverse()) await measure(one, runs);
  }
  print(samples);
}

async function measure({ route, milliseconds, cpu }: Samples, runs: number): Promise<void> {
  const before = await settled(route.bastionCpu);
  for (let run = 0; run < runs; run += 1) milliseconds.push(await connect(route));
  const after = await settled(route.bastionCpu);
  cpu.push(((after - before) * 1000) / runs);
}

async function connect(route: Route): Promise<number> {
  const startedAt = performance.now();
  const child = route.start('true', ['ignore', 'ignore', 'inherit']);
  const [status] = (await once(child, 'exit')) as [number | null];
  if (status !== 0) throw new Error(`${route.name}: ssh ended with ${status}`);
  return performance.now() - startedAt;
}

function print(samples: readonly Samples[]): void {
  const jump = median(samples.find(({ route }) => route.name === 'ssh -J')!.milliseconds);
  table(
    ['', 'p50 ms', 'min', 'p95', 'to ssh -J', 'bastion CPU ms'],
    samples.map(({ route, milliseconds, cpu }) => {
      const p50 = median(milliseconds);
      const figures = [p50, Math.min(...milliseconds), percentile(milliseconds, 0.95), p50 / jump, median(cpu)];
      return [route.name, ...figures.map(figure)];
    }),
  );
  note('aim: Sallyport at 0.667 of ssh -J or less');
}
