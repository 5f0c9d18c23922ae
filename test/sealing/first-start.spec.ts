import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Redacted } from '../../src/common/redacted.ts';
import { ConfigModule } from '../../src/config/config.module.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { Sealing } from '../../src/sealing/sealing.api.ts';
import { SealingModule } from '../../src/sealing/sealing.module.ts';
import { compiled } from '../support/compiled.ts';

describe('a service with nothing but a data directory', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'sallyport-test-'));
    await chmod(dataDir, 0o711);
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  async function start(): Promise<INestApplicationContext> {
    const environment = readEnvironment({ SALLYPORT_DATA_DIR: dataDir });
    const builder = Test.createTestingModule({ imports: [ConfigModule.of(environment), SealingModule] });
    return (await builder.compile()).init();
  }

  const lock = () => readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').catch(() => undefined);

  it('makes a database and a master key, and opens after a restart what it has sealed', async () => {
    const first = await start();
    const sealed = first.get<Sealing>(Sealing).seal(new Redacted(Buffer.from('kept')), ['here']);
    await first.close();
    expect(await lock()).toBeUndefined();
    const second = await start();
    expect(second.get<Sealing>(Sealing).open(sealed, ['here']).reveal().toString()).toBe('kept');
    await second.close();
  });

  it('does not start without the master key that it has lost, nor with another one', async () => {
    await rename(join(dataDir, 'master-key'), join(dataDir, 'elsewhere'));
    expect(await failure()).toMatch(/master-key is missing, but the database holds data sealed under it/);
    const other = Buffer.alloc(32, 1).toString('base64');
    expect(await failure({ SALLYPORT_MASTER_KEY: other })).toMatch(/sealed under another master key/);
    expect(await failure({ SALLYPORT_MASTER_KEY_FILE: join(dataDir, 'elsewhere') })).toBe('');
  }, 120_000);

  /** What a separate process says when it does not start. */
  async function failure(settings: Record<string, string> = {}): Promise<string> {
    const env = { SALLYPORT_DATA_DIR: dataDir, ...settings };
    const service = spawn(process.execPath, [compiled('test/sealing/open-sealing.ts')], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return text(service.stderr);
  }
});
