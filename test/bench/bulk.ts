import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { figure, heading, note, table } from './report.ts';
import { settled } from './settled.ts';
import type { Route, SshRoutes } from './ssh-routes.ts';
import { median } from './statistics.ts';

const full = { repeats: 5, bytes: 1024 ** 3 };
const quickly = { repeats: 3, bytes: 128 * 1024 ** 2 };

const directions = ['up', 'down'] as const;
type Direction = (typeof directions)[number];

interface Samples {
  readonly route: Route;
  readonly direction: Direction;
  /** Megabytes per second. */
  readonly rate: number[];
  /** CPU seconds of the bastion per gigabyte. */
  readonly cpu: number[];
}

/** How fast one session carries bulk data in each direction on each route. */
export async function benchBulk({ all }: SshRoutes, directory: string, quick: boolean): Promise<void> {
  const { repeats, bytes } = quick ? quickly : full;
  heading(`Bulk data: ${bytes / 1024 ** 2} MiB in each direction over aes128-gcm, ${repeats} alternated repeats`);
  const path = join(directory, 'zeros');
  const zeros = await open(path, 'w+');
  await zeros.truncate(bytes);
  const samples = directions.flatMap((direction) => all.map((route) => newSamples(route, direction)));
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const one of repeat % 2 === 0 ? samples : [...samples].reverse()) await measure(one, path, bytes);
  }
  await zeros.close();
  print(samples);
}

function newSamples(route: Route, direction: Direction): Samples {
  return { route, direction, rate: [], cpu: [] };
}

async function measure({ route, direction, rate, cpu }: Samples, path: string, bytes: number): Promise<void> {
  const before = await settled(route.bastionCpu);
  const source = await open(path);
  const seconds = await transfer(route, direction, source, bytes);
  await source.close();
  const after = await settled(route.bastionCpu);
  rate.push(bytes / 1e6 / seconds);
  cpu.push((after - before) / (bytes / 1e9));
}

/** Seconds from the start of the remote command to the end of the client, so that connecting does not count. */
async function transfer(route: Route, direction: Direction, source: FileHandle, bytes: number): Promise<number> {
  const child =
    direction === 'up'
      ? route.start('echo started >&2; cat >/dev/null', [source.fd, 'ignore', 'pipe'])
      : route.start(`echo started >&2; head -c ${bytes} /dev/zero`, ['ignore', 'ignore', 'pipe']);
  const ended = once(child, 'exit') as Promise<[number | null]>;
  await started(child, ended);
  const startedAt = performance.now();
  const [status] = await ended;
  if (status !== 0) throw new Error(`${route.name}, ${direction}: ssh ended with ${status}`);
  return (performance.now() - startedAt) / 1000;
}

async function started(child: ChildProcess, ended: Promise<unknown[]>): Promise<void> {
  const said = String((await Promise.race([once(child.stderr!, 'data'), ended]))[0]);
  if (said !== 'started\n') throw new Error(`ssh said: ${said.trim()}`);
}

function print(samples: readonly Samples[]): void {
  const rateOf = (name: Route['name'], direction: Direction) =>
    median(samples.find((one) => one.route.name === name && one.direction === direction)!.rate);
  table(
    ['', 'MB/s', 'min', 'max', 'to ssh -J', 'to direct', 'bastion CPU s/GB'],
    samples.map(({ route, direction, rate, cpu }) => {
      const value = median(rate);
      const ratios = [value / rateOf('ssh -J', direction), value / rateOf('direct', direction)];
      const figures = [value, Math.min(...rate), Math.max(...rate), ...ratios, median(cpu)];
      return [`${direction.padEnd(4)} ${route.name}`, ...figures.map(figure)];
    }),
  );
  const other = samples.filter(({ route }) => route.name === 'the other build');
  for (const { direction, cpu } of other) {
    const ours = samples.find((one) => one.route.name === 'Sallyport' && one.direction === direction)!;
    const rate = rateOf('Sallyport', direction) / rateOf('the other build', direction);
    note(
      `${direction}, to the other build: ${figure(rate)} in speed, ${figure(median(ours.cpu) / median(cpu))} in CPU`,
    );
  }
  note('aim: Sallyport above 1 to ssh -J and at 0.65 to direct or more, in both directions');
}
