import { randomBytes } from 'node:crypto';
import { migrations } from '../../migrations/index.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { Database, databaseOptions } from '../../src/database/data-source.ts';
import { migrate } from '../../src/database/migrate.ts';
import { SealingKey } from '../../src/sealing/sealing-key.ts';
import { runProgram } from '../support/service-process.ts';
import { administer, databaseUrl } from '../support/test-database.ts';
import { openEverything } from './open-everything.ts';

describe('a database from before there were sealing keys', () => {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const before = migrations.slice(
    0,
    migrations.findIndex((migration) => migration.name.startsWith('SealingKeys')),
  );
  const material = randomBytes(32);
  const master = SealingKey.master(new Redacted(material));
  const settings = (key: Buffer) => ({
    DATABASE_URL: databaseUrl(name),
    SALLYPORT_MASTER_KEY: key.toString('base64'),
  });

  beforeAll(async () => {
    await administer(`create database ${name}`);
    const options = { ...databaseOptions(databaseUrl(name)), migrations: [...before] };
    const old = (await new Database(options).initialize()) as Database;
    await migrate(old);
    const seal = (text: string, place: [string, ...string[]]) => master.seal(new Redacted(Buffer.from(text)), place);
    await old.query('insert into master_key_check (sealed) values ($1)', [seal('sallyport', ['master-key-check'])]);
    await old.query(`insert into accounts values ('1000000000000001', true, '2026-01-01')`);
    const secret = seal('a secret', ['access-key', '1000000000000001', 'LTAI1']);
    await old.query(`insert into access_keys values ('LTAI1', '1000000000000001', $1, true, '2026-01-01')`, [secret]);
    await old.destroy();
  });
  afterAll(() => administer(`drop database ${name} with (force)`));

  const everything = new Map([
    ['access_keys/sealed_secret/1000000000000001/LTAI1', Buffer.from('a secret').toString('base64')],
  ]);
  const startWith = async (key: Buffer) => (await runProgram('test/sealing/open-sealing.ts', settings(key))).stderr;

  it('opens with its master key and with no other one', async () => {
    expect(await startWith(randomBytes(32))).toMatch(/sealed under another master key/);
    expect(await openEverything(settings(material))).toEqual(everything);
    expect(await openEverything(settings(material))).toEqual(everything);
  });

  it('opens with the new one alone after a rotation', async () => {
    const next = randomBytes(32);
    const both = { ...settings(material), SALLYPORT_NEW_MASTER_KEY: next.toString('base64') };
    const { code, stdout } = await runProgram('src/commands/rotate-master-key.ts', both);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/no longer opens anything\n$/) });
    expect(await openEverything(settings(next))).toEqual(everything);
    expect(await startWith(material)).toMatch(/sealed under another master key/);
  });
});
