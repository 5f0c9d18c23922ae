import { realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DemoService, ServiceProcess } from '../../src/demo/service.ts';
import { childrenNamed, hasProcessTable } from './process-table.ts';

/** A built tree of this project whose service is measured. */
export interface Build {
  /** How tables name it. */
  readonly name: 'Sallyport' | 'the other build';
  readonly service: DemoService;
  /** Of the service; NaN where there is no process table to read. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts the service of this build on an empty database. */
export async function startBuild(dataDir: string, nodeOptions: readonly string[] = []): Promise<Build> {
  return start('Sallyport', join(import.meta.dirname, '../../..'), dataDir, nodeOptions);
}

/** Starts the service of the build in another folder, in the way that build starts it. */
export async function startOtherBuild(folder: string, dataDir: string): Promise<Build> {
  return start('the other build', await realpath(resolve(folder)), dataDir);
}

async function start(
  name: Build['name'],
  folder: string,
  dataDir: string,
  nodeOptions: readonly string[] = [],
): Promise<Build> {
  const demo = join(folder, 'dist/src/demo');
  const module = (await import(pathToFileURL(join(demo, 'service.js')).href)) as {
    ServiceProcess: typeof ServiceProcess;
  };
  const program = join(demo, 'service-process.js');
  const before = await pidsOf(program);
  const starting = new module.ServiceProcess(dataDir, nodeOptions);
  try {
    const service = await starting.ready();
    const pid = (await pidsOf(program)).find((running) => !before.includes(running)) ?? NaN;
    return { name, service, pid, stop: () => starting.stop() };
  } catch (error) {
    await starting.stop();
    throw error;
  }
}

async function pidsOf(program: string): Promise<number[]> {
  return hasProcessTable ? (await childrenNamed(program)).map(({ pid }) => pid) : [];
}
