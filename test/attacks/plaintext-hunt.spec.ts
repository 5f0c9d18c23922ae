import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { LoggerService } from '@nestjs/common';
import pg from 'pg';
import { JsonLogger } from '../../src/config/json-logger.ts';
import { Database, databaseOptions } from '../../src/database/data-source.ts';
import { EmbeddedPostgres } from '../../src/database/embedded-postgres.ts';
import { HotPool } from '../../src/database/hot-pool.ts';
import type { Members } from '../support/api-clients.ts';
import { answerOf, call, callV3, type Pairs } from '../support/signed-request.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { wrapped } from '../kms/key-material.ts';
import { ecsPassword } from '../kms/kms-account.ts';
import { KmsApplication } from '../kms/kms-application.ts';
import { allow } from '../ram/ram-account.ts';
import { RamApplication } from '../ram/ram-application.ts';

/** Keeps everything that would be logged, at every level. */
class KeepingLogger implements LoggerService {
  text = '';
  private readonly keep = (...logged: unknown[]): void => {
    this.text += `${JSON.stringify(logged)} ${inspect(logged, { depth: 12 })}\n`;
  };
  readonly log = this.keep;
  readonly error = this.keep;
  readonly warn = this.keep;
  readonly debug = this.keep;
  readonly verbose = this.keep;
}

const canary = (name: string) => `Canary-${name}-${randomBytes(6).toString('hex')}`;

describe('a value that nobody may see', () => {
  const logger = new KeepingLogger();
  const values = new Map<string, Buffer>();
  let dataDir: string;
  let server: EmbeddedPostgres;
  let app: TestApplication;
  let kms: KmsApplication;
  let ram: RamApplication;
  let errors = '';
  let statements = '';

  const keep = (name: string, value = canary(name)): string => {
    values.set(name, Buffer.from(value));
    return value;
  };

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'sallyport-test-'));
    await chmod(dataDir, 0o711);
    server = await EmbeddedPostgres.start({ dataDir, durable: true });
    const dataSource = new Database({ ...databaseOptions(server.url), server });
    await dataSource.initialize();
    const database = { url: server.url, dataSource, pool: new HotPool(dataSource), drop: () => dataSource.destroy() };
    app = await startTestApplication({ database, overrides: [{ token: JsonLogger, value: logger }] });
    [kms, ram] = [new KmsApplication(app), new RamApplication(app)];
    const watch = watchStatements();
    await useKeysAndSecrets();
    await useIdentities();
    await provokeErrors();
    await watch.stop();
  }, 120_000);

  afterAll(async () => {
    await app.stop();
    await app.database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Reads over and over what others with access to the database see of the running statements. */
  function watchStatements(): { stop(): Promise<void> } {
    const over = new AbortController();
    const watching = (async () => {
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      while (!over.signal.aborted) {
        const { rows } = await client.query<Members>('select query, application_name from pg_stat_activity');
        statements += rows.map((row) => `${row['query']} ${row['application_name']}\n`).join('');
      }
      await client.end();
    })();
    const stop = () => {
      over.abort();
      return watching;
    };
    return { stop };
  }

  async function useKeysAndSecrets(): Promise<void> {
    const { KeyId } = await kms.createKey();
    const SecretName = await kms.createSecret({ SecretData: keep('first-value'), EncryptionKeyId: KeyId });
    await kms.call('PutSecretValue', { SecretName, VersionId: 'v2', SecretData: keep('second-value') });
    const binary = Buffer.from(keep('binary-value')).toString('base64');
    await kms.createSecret({ SecretData: binary, SecretDataType: 'binary' });
    const password = { UserName: 'root', Password: keep('server-password') };
    const server = ecsPassword(await kms.registerInstance());
    await kms.createSecret({ ...server, SecretData: JSON.stringify(password) });
    const Plaintext = Buffer.from(keep('plaintext')).toString('base64');
    const { CiphertextBlob } = await kms.call('Encrypt', { KeyId, Plaintext });
    for (let n = 0; n < 20; n += 1) {
      await Promise.all([kms.call('Decrypt', { CiphertextBlob }), kms.call('GetSecretValue', { SecretName })]);
    }
    const dataKey = await kms.call('GenerateDataKey', { KeyId });
    values.set('data-key', Buffer.from(dataKey['Plaintext'], 'base64'));
    keep('random-password', (await kms.call('GetRandomPassword'))['RandomPassword']);
    await importMaterial();
  }

  async function importMaterial(): Promise<void> {
    const { KeyId } = await kms.createKey({ Origin: 'EXTERNAL' });
    const material = randomBytes(32);
    values.set('imported-material', material);
    await kms.call('ImportKeyMaterial', await wrapped(kms, KeyId, material));
    const { KeyId: macKey } = await kms.createKey({ KeySpec: 'HMAC_SHA_256', KeyUsage: 'GENERATE/VERIFY_MAC' });
    const Message = Buffer.from(keep('message')).toString('base64');
    await kms.call('GenerateMac', { KeyId: macKey, Algorithm: 'HMAC_SHA_256', Message });
  }

  async function useIdentities(): Promise<void> {
    const user = await ram.newUser([allow('*')]);
    keep('access-key-secret', user.credentials.accessKeySecret);
    const session = await ram.assume(user, await ram.newRole([allow('*')]));
    keep('session-secret', session.accessKeySecret);
    keep('session-token', session.securityToken);
    for (const client of [app.pop('kms', session), app.openApi('kms', session)]) await client.request('ListKeys');
    keep('root-secret', app.rootAccessKey.accessKeySecret);
  }

  /** Makes calls that fail at every step of the pipeline, each with a secret value. */
  async function provokeErrors(): Promise<void> {
    const form = { method: 'POST', place: 'form' } as const;
    const SecretName = await kms.createSecret({ VersionId: 'taken' });
    const { credentials } = await ram.newUser();
    const put = (name: string, ...others: Pairs): Pairs => [
      ['Action', 'PutSecretValue'],
      ['SecretName', SecretName],
      ['VersionId', 'taken'],
      ['SecretData', keep(name)],
      ...others,
    ];
    const stranger = {
      protocol: { AccessKeyId: credentials.accessKeyId },
      accessKeySecret: credentials.accessKeySecret,
    };
    const json = { 'content-type': 'application/json', 'x-acs-action': 'PutSecretValue' };
    const answers = [
      await call(app, put('of-a-version-that-exists'), form),
      await call(app, put('with-a-wrong-signature'), { ...form, accessKeySecret: 'x' }),
      await call(app, put('of-an-unknown-caller'), { ...form, protocol: { AccessKeyId: 'LTAInobody' } }),
      await call(app, put('without-a-permission'), { ...form, ...stranger }),
      await call(app, put('with-an-unknown-parameter', ['Nothing', keep('in-an-unknown-parameter')]), form),
      await call(app, put('twice', ['SecretData', keep('the-second-time')]), form),
      await call(
        app,
        [
          ['Action', 'CreateSecret'],
          ['SecretName', 'x'],
          ['VersionId', 'v'],
          ['SecretData', `${keep('too-long')}${'x'.repeat(31_000)}`],
        ],
        form,
      ),
      await call(app, put('of-an-unknown-action').with(0, ['Action', 'PutSecretValues']), form),
      await callV3(app, { headers: json, body: `{"SecretName":"x","SecretData":"${keep('in-broken-json')}"` }),
      await callV3(app, { headers: json, body: `{"SecretData":["${keep('in-a-list')}"]}` }),
      await callV3(app, { headers: json, body: `{"SecretData":"${keep('in-json')}"}`, accessKeySecret: 'x' }),
      await answerOf(
        await fetch(`${app.url}/kms/secrets/${SecretName}/value`, {
          headers: { authorization: `Basic ${Buffer.from(`LTAIx:${keep('basic')}`).toString('base64')}` },
        }),
      ),
    ];
    expect(answers.map(({ status }) => status >= 400 && status < 500)).toEqual(answers.map(() => true));
    errors = answers.map(({ text }) => text).join('\n');
  }

  /** A value as text and in the encodings that it could have been written in. */
  const forms = (value: Buffer): Buffer[] => [
    value,
    Buffer.from(value.toString('hex')),
    Buffer.from(value.toString('base64').replace(/.?=*$/, '')),
    Buffer.from(encodeURIComponent(value.toString('latin1'))),
  ];
  const foundIn = (content: Buffer): string[] =>
    [...values].filter(([, value]) => forms(value).some((form) => content.includes(form))).map(([name]) => name);

  async function rows(): Promise<string> {
    const tables = await kms.query("select tablename from pg_tables where schemaname = 'public'");
    const contents = await Promise.all(
      tables.map(({ tablename }) => kms.query(`select t::text as row from "${tablename}" t`)),
    );
    return contents
      .flat()
      .map(({ row }) => row)
      .join('\n');
  }

  it.each<[string, () => string | Promise<string>]>([
    ['a log line', () => logger.text],
    ["an API's error", () => errors],
    ['a row of the database: audit, events and all', rows],
    ['the statements that run in the database', () => statements],
  ])('appears in no %s', async (_, read) => {
    const text = await read();
    expect(text.length).toBeGreaterThan(500);
    expect(foundIn(Buffer.from(text))).toEqual([]);
  });

  it('appears in no file of the database: tables, write-ahead log or messages', async () => {
    await kms.query('checkpoint');
    const names = await readdir(dataDir, { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const found = new Map<string, string[]>();
    let hasControl = false;
    for (const file of files) {
      const content = await readFile(file).catch(() => Buffer.alloc(0));
      const names = foundIn(content);
      if (names.length > 0) found.set(file, names);
      hasControl ||= /pg_wal/.test(file) && content.includes('acs:kms:cn-hangzhou');
    }
    expect([...found]).toEqual([]);
    expect(hasControl).toBe(true);
  });

  it('would be found there: the same search finds what is not secret', async () => {
    expect(values.size).toBeGreaterThan(20);
    expect(logger.text).toContain('caller refused');
    expect(statements).toMatch(/insert|select/i);
    expect(await rows()).toContain('PutSecretValue');
    const [known] = [...values.values()] as [Buffer];
    for (const form of forms(known)) expect(foundIn(Buffer.concat([Buffer.from('..'), form]))).toEqual(['first-value']);
  });
});
