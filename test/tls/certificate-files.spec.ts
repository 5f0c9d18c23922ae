import { once } from 'node:events';
import { access, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent } from 'node:https';
import { connect } from 'node:tls';
import { Logger } from '@nestjs/common';
import { Environment } from '../../src/config/environment.ts';
import type { Certificate } from '../../src/tls/certificate.ts';
import { certify, makeAuthority } from '../../src/tls/x509.ts';
import { ask } from '../support/ask.ts';
import { eventually } from '../support/eventually.ts';
import { describeOnNetwork } from '../support/requirements.ts';
import { runProgram } from '../support/service-process.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { testMasterKey } from '../support/test-settings.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';

const validity = { from: new Date(), days: 1 };
describe('a certificate of the settings', () => {
  let authority: Certificate;
  let folder: string;
  let settings: Record<string, string>;
  let database: TestDatabase;
  let app: TestApplication;
  const lines: { message: string; names?: string; cause?: string }[] = [];

  beforeAll(async () => {
    authority = await makeAuthority('Company', validity);
    folder = await mkdtemp(join(tmpdir(), 'sallyport-'));
    settings = { SALLYPORT_TLS_CERT_FILE: join(folder, 'cert'), SALLYPORT_TLS_KEY_FILE: join(folder, 'key') };
    await put(await made('first.example'));
    // One that no service has started over yet.
    database = await openTestDatabase();
    app = await startTestApplication({ settings: { ...settings, SALLYPORT_HTTP_LISTEN: '0.0.0.0:0' }, database });
    const keep = (line: unknown) => void lines.push(line as { message: string });
    Logger.overrideLogger({ log: keep, warn: keep, error: keep });
  });
  afterAll(async () => {
    Logger.overrideLogger(false);
    await app.stop();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const made = (name: string) => certify(authority, [name], validity);

  async function put({ chain, privateKey }: Certificate): Promise<void> {
    await replace('cert', chain);
    await replace('key', privateKey.reveal());
  }

  async function replace(name: string, content: string): Promise<void> {
    await writeFile(join(folder, `${name}.new`), content);
    await rename(join(folder, `${name}.new`), join(folder, name));
  }

  /** Installs a certificate for this name and waits until it is shown. */
  async function show(name: string): Promise<void> {
    const earlier = lines.length;
    await put(await made(name));
    const isInUse = ({ message, names }: (typeof lines)[number]) =>
      message === 'a new certificate is in use' && names === `DNS:${name}`;
    await eventually(`the certificate of ${name} is in use`, () => lines.slice(earlier).some(isInUse));
    expect(await isShown(name)).toBe(true);
  }

  async function isShown(name: string): Promise<boolean> {
    const socket = connect({ host: '127.0.0.1', port: port(), ca: authority.chain, servername: name });
    const outcome = await Promise.race([once(socket, 'secureConnect'), once(socket, 'error')]).catch(() => [false]);
    socket.destroy();
    return outcome.length === 0;
  }

  const port = () => Number(new URL(app.url).port);
  const complaints = () => lines.filter(({ message }) => message === 'the previous certificate stays in use');

  it('is used, and there is no authority of our own', async () => {
    await show('first.example');
    await expect(access(join(app.get(Environment).dataDir, 'tls'))).rejects.toThrow('ENOENT');
    expect(await app.database.dataSource.query('select from tls_authorities')).toEqual([]);
  });

  it('is reloaded when its files change, and connections continue', async () => {
    await show('first.example');
    const options = { ca: authority.chain, servername: 'first.example' };
    const agent = new Agent({ ...options, keepAlive: true, maxSockets: 1 });
    const url = `https://127.0.0.1:${port()}/healthz`;
    await ask(url, { agent });
    await show('second.example');
    expect((await ask(url, { agent })).status).toBe(200);
    agent.destroy();
  });

  const bad: [string, () => Promise<void>][] = [
    ['a key of another certificate', async () => replace('key', (await made('second.example')).privateKey.reveal())],
    ['a certificate that is none', () => replace('cert', 'no certificate')],
    ['an empty key', () => replace('key', '')],
    ['a file that is gone', () => rm(join(folder, 'cert'))],
  ];

  it.each(bad)('stays in use instead of %s, and the log says so once', async (_title, spoil) => {
    await show('second.example');
    lines.length = 0;
    await spoil();
    await eventually('the log says so', () => complaints().length > 0);
    expect(complaints()[0]!.cause).toContain(join(folder, 'cert'));
    expect(await isShown('second.example')).toBe(true);
    expect(JSON.stringify(lines)).not.toContain('PRIVATE KEY');
    await show('after.example');
    expect(complaints()).toHaveLength(1);
  });

  it('keeps a service from starting when it is invalid from the beginning', async () => {
    await replace('wrong-key', 'no key');
    const database = await openTestDatabase();
    const { code, stderr } = await runProgram('src/main.ts', {
      ...settings,
      SALLYPORT_TLS_KEY_FILE: join(folder, 'wrong-key'),
      DATABASE_URL: database.url,
      SALLYPORT_MASTER_KEY: testMasterKey,
      SALLYPORT_DATA_DIR: join(folder, 'data'),
      SALLYPORT_HTTP_LISTEN: '127.0.0.1:0',
      SALLYPORT_SSH_LISTEN: '127.0.0.1:0',
      SALLYPORT_LOG_LEVEL: 'silent',
    });
    await database.drop();
    expect([code, stderr]).toEqual([1, expect.stringContaining('cannot be used')]);
  });

  it('leaves plain HTTP answered on loopback', async () => {
    expect((await ask(`http://127.0.0.1:${port()}/healthz`)).status).toBe(200);
  });

  describeOnNetwork('and elsewhere', (address) => {
    it.each(['/healthz', '/openapi.json', '/kms/keys', '/?Action=ListKeys&Version=2016-01-20', '/nowhere'])(
      'has plain HTTP refused: %s',
      async (path) => {
        const answer = await ask(`http://${address}:${port()}${path}`, { method: 'POST' }, 'Action=ListKeys');
        expect(answer.status).toBe(400);
        const Message = 'Your request is denied as lack of ssl protect.';
        expect(JSON.parse(answer.text)).toMatchObject({ Code: 'InvalidProtocol.NeedSsl', Message });
      },
    );

    it('has TLS answered', async () => {
      const url = `https://${address}:${port()}/healthz`;
      expect((await ask(url, { rejectUnauthorized: false })).status).toBe(200);
    });
  });
});
