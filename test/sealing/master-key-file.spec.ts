import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram, ServiceProcess } from '../support/service-process.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { openEverything } from './open-everything.ts';

const newKey = () => `${randomBytes(32).toString('base64')}\n`;

describe('rotate-master-key with a key file', () => {
  let database: TestDatabase;
  let folder: string;
  let file: string;
  let service: ServiceProcess;
  const settings = () => ({
    DATABASE_URL: database.url,
    SALLYPORT_MASTER_KEY_FILE: file,
    SALLYPORT_DATA_DIR: folder,
    SALLYPORT_DRAIN_SECONDS: '0',
  });
  const rotate = () => runProgram('src/commands/rotate-master-key.ts', settings());
  const formerFiles = async () => (await readdir(folder)).filter((name) => name.startsWith('key.former-'));

  beforeAll(async () => {
    database = await openTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'sallyport-test-'));
    file = join(folder, 'key');
    await writeFile(file, newKey(), { mode: 0o600 });
    service = await ServiceProcess.start(settings());
  }, 60_000);
  afterAll(async () => {
    await service.stop();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  it('puts the new key into the file, keeps the former one beside it, and does so again under the running service', async () => {
    const keys = [await readFile(file, 'utf8')];
    for (const rotations of [1, 2, 3]) {
      const before = await openEverything(settings());
      expect(await rotate()).toMatchObject({ code: 0, stderr: '' });
      keys.push(await readFile(file, 'utf8'));
      expect(new Set(keys).size).toBe(rotations + 1);
      expect(await openEverything(settings())).toEqual(before);
      const kept = await Promise.all((await formerFiles()).map((name) => readFile(join(folder, name), 'utf8')));
      expect(kept.sort()).toEqual(keys.slice(0, -1).sort());
    }
  }, 120_000);

  it('takes the key that stands ready next to the file', async () => {
    const next = newKey();
    await writeFile(`${file}.next`, next, { mode: 0o600 });
    expect(await rotate()).toMatchObject({ code: 0 });
    expect(await readFile(file, 'utf8')).toBe(next);
    expect(await readdir(folder)).not.toContain('key.next');
  }, 60_000);

  it('takes no other key while a rotation is under way', async () => {
    const [row] = await database.dataSource.query('select key_id, made_for from sealing_keys');
    await database.dataSource.query(
      `insert into sealing_key_wraps (key_id, master_key_id, wrapped) select key_id, '\\x00000000', wrapped from sealing_key_wraps`,
    );
    await writeFile(`${file}.next`, newKey(), { mode: 0o600 });
    const { code, stdout } = await rotate();
    expect({ code, stdout }).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('to another master key than that of'),
    });
    await rm(`${file}.next`);
    expect(await rotate()).toMatchObject({ code: 0 });
    expect(await database.dataSource.query('select key_id, made_for from sealing_keys')).toEqual([row]);
  }, 60_000);
});
