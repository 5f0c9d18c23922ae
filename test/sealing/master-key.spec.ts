import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../src/config/environment.ts';
import { MasterKeyMissing, loadMasterKey } from '../../src/sealing/master-key-source.ts';

const generate = async () => true;
const doNotGenerate = async () => false;

describe('the master key', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'sallyport-test-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  const load = (variables: Record<string, string>, mayGenerate = generate) =>
    loadMasterKey(readEnvironment({ SALLYPORT_DATA_DIR: dataDir, ...variables }), mayGenerate);

  it('is generated in the data directory for its owner only, and found there again', async () => {
    const first = await load({});
    expect(first.reveal()).toHaveLength(32);
    expect((await stat(join(dataDir, 'master-key'))).mode & 0o777).toBe(0o600);
    expect(await readdir(dataDir)).toEqual(['master-key']);
    expect((await load({}, doNotGenerate)).reveal()).toEqual(first.reveal());
  });

  it('is the same for two processes that generate it at once', async () => {
    const [one, other] = await Promise.all([load({}), load({})]);
    expect(one.reveal()).toEqual(other.reveal());
  });

  it('is not generated anew when the database already holds sealed things', async () => {
    await expect(load({}, doNotGenerate)).rejects.toThrow(/is missing, but the database holds/);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('is not generated for an external database', async () => {
    const refused = load({ DATABASE_URL: 'postgresql://db/sallyport' });
    await expect(refused).rejects.toThrow(/DATABASE_URL is set, so set SALLYPORT_MASTER_KEY/);
  });

  it('is read from the file that the settings name', async () => {
    const file = join(dataDir, 'key');
    const key = randomBytes(32);
    await writeFile(file, `${key.toString('base64')}\n`);
    expect((await load({ SALLYPORT_MASTER_KEY_FILE: file })).reveal()).toEqual(key);
  });

  it.each(['', 'canary', randomBytes(31).toString('base64'), `${randomBytes(32).toString('base64')} canary`])(
    'is refused when its file holds something else',
    async (content) => {
      const file = join(dataDir, 'key');
      await writeFile(file, content);
      const refused = await load({ SALLYPORT_MASTER_KEY_FILE: file }).catch((error: Error) => error);
      expect(refused).toBeInstanceOf(MasterKeyMissing);
      expect(String(refused)).not.toContain('canary');
    },
  );

  it('is refused when its file is missing', async () => {
    const refused = load({ SALLYPORT_MASTER_KEY_FILE: join(dataDir, 'nothing') });
    await expect(refused).rejects.toThrow(/cannot be read/);
  });

  it('is not written over when the file in the data directory is damaged', async () => {
    const file = join(dataDir, 'master-key');
    await writeFile(file, 'damaged');
    await expect(load({})).rejects.toThrow(MasterKeyMissing);
    expect(await readFile(file, 'utf8')).toBe('damaged');
  });
});
