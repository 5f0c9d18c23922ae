import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { Redacted } from '../../src/common/redacted.ts';
import { JsonLogger } from '../../src/config/json-logger.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import { eventually } from '../support/eventually.ts';
import { KeepingLogger } from '../support/keeping-logger.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { account, BrokerUnderTest, type Server } from './broker-under-test.ts';

const canary = 'Canary-7f3e-Value-1';
const wrongCanary = 'Canary-81c2-Value-2';
const localCanary = 'Canary-d09b-Value-3';
/** Of this test alone: others hand the engineers' usual password to clients in their environment. */
const engineerCanary = 'Canary-52ae-Value-4';

interface SecretValue {
  readonly VersionId: string;
  readonly Password?: string;
  readonly PrivateKey?: string;
}

/** A line from the middle of a private key, since its first lines are the public half. */
function lineOf({ PrivateKey = '' }: SecretValue): string {
  const lines = PrivateKey.split('\n');
  return lines[Math.floor(lines.length / 2)]!;
}

/** How long a process may change what it shows and is read at each look; afterwards, it is read this often. */
const youthMs = 1_000;

/** Reads the arguments and environments of all processes of the machine over and over. */
class ProcessWatch {
  text = '';
  looks = 0;
  private readonly over = new AbortController();
  private readonly reads = new Map<string, { readonly first: number; last: number }>();
  private readonly watching = this.watch();

  async stop(): Promise<string> {
    this.over.abort();
    await this.watching;
    return this.text;
  }

  private async watch(): Promise<void> {
    const seen = new Set<string>();
    while (!this.over.signal.aborted) {
      const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && this.isDue(name));
      const files = numbers.flatMap((number) => [`/proc/${number}/cmdline`, `/proc/${number}/environ`]);
      const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
      for (const text of texts) if (!seen.has(text)) this.text += seen.add(text) && `${text}\n`;
      this.looks += 1;
      await delay(10);
    }
  }

  private isDue(number: string): boolean {
    const now = performance.now();
    const read = this.reads.get(number) ?? { first: now, last: -Infinity };
    if (now - read.first > youthMs && now - read.last < youthMs) return false;
    read.last = now;
    this.reads.set(number, read);
    return true;
  }
}

describeWithSshd('a credential', () => {
  const logger = new KeepingLogger();
  let broker: BrokerUnderTest;
  let web: Server;
  let wrong: Server;
  let key: Server;
  let processes: string;
  let looks: number;
  let answers: string;
  let terminals: string;
  let rotated: string[];

  beforeAll(async () => {
    broker = await BrokerUnderTest.start({ overrides: [{ token: JsonLogger, value: logger }] });
    const watch = new ProcessWatch();
    web = await broker.server('web-01', { accountPassword: canary });
    wrong = await broker.server('wrong-01', { secretPassword: wrongCanary });
    key = await broker.server('key-01', { credential: 'key' });
    const aliceId = await broker.engineer('alice', [web, wrong, key], { Password: engineerCanary });
    await localAccount(aliceId);
    terminals = await useAll();
    rotated = [lineOf(await valueOf(key)), ...(await Promise.all([rotate(web), rotate(key)]))];
    terminals += await useAll();
    answers = await provokeErrors();
    processes = await watch.stop();
    looks = watch.looks;
  }, 120_000);

  afterAll(() => broker.stop());

  async function localAccount(aliceId: string): Promise<void> {
    const hostId = await broker.localHost('local-01', web.sshd.port);
    const credential = { HostId: hostId, HostAccountName: 'nobody-known', ProtocolName: 'SSH', Password: localCanary };
    const { HostAccountId } = await broker.bastionhost('CreateHostAccount', credential);
    await broker.grant(aliceId, { hostId, hostAccountId: HostAccountId });
  }

  async function useAll(): Promise<string> {
    const logins = [broker.on(web), broker.on(wrong), broker.on(key), broker.login('alice@nobody-known@local-01')];
    const password = new Redacted(engineerCanary);
    const runs = await Promise.all(
      logins.map((login) => broker.client.ssh({ ...login, password }, 'env; id', { flags: ['-v'] })),
    );
    expect(runs.map(({ status }) => status)).toEqual([0, 255, 0, 255]);
    return runs.map(({ stdout, stderr }) => stdout.toString() + stderr).join('\n');
  }

  async function valueOf({ secretName }: Server): Promise<SecretValue> {
    const { VersionId, SecretData } = await broker.kms('GetSecretValue', { SecretName: secretName });
    return { VersionId, ...JSON.parse(SecretData) };
  }

  /** Returns the new password, or a line of the new private key. */
  async function rotate(server: Server): Promise<string> {
    await broker.kms('RotateSecret', { SecretName: server.secretName, VersionId: 'v2' });
    const isCurrent = async () => (await valueOf(server)).VersionId === 'v2';
    await eventually(`v2 of ${server.name} is current`, isCurrent, 45_000);
    const value = await valueOf(server);
    return value.Password ?? lineOf(value);
  }

  /** What callers are told about failed calls whose parameters hold the values. */
  async function provokeErrors(): Promise<string> {
    const { privateKey } = await generateSshKeyPair('ed25519');
    const calls = [
      broker.kms('CreateSecret', { SecretName: web.secretName, VersionId: 'v1', SecretData: canary }),
      broker.kms('CreateSecret', { SecretName: 'new', VersionId: 'v1', SecretData: canary.repeat(2000) }),
      broker.kms('PutSecretValue', { SecretName: web.secretName, VersionId: 'v9', SecretData: canary }),
      broker.bastionhost('CreateHostAccount', {
        HostId: '4711',
        HostAccountName: 'x',
        ProtocolName: 'SSH',
        Password: localCanary,
      }),
      broker.bastionhost('ModifyHostAccount', {
        HostAccountId: web.hostAccountId,
        Password: localCanary,
        PrivateKey: privateKey.reveal(),
      }),
    ];
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.map(({ status }) => status)).toEqual(calls.map(() => 'rejected'));
    // The client's error also carries the request; only the answer counts here.
    const reasons = outcomes.map((outcome) => (outcome as PromiseRejectedResult).reason);
    return reasons.map(({ data, message }) => inspect([data, message], { depth: 6 })).join('\n');
  }

  async function databaseDump(): Promise<string> {
    const tables = await broker.query("select tablename from pg_tables where schemaname = 'public'");
    const rows = await Promise.all(
      tables.map(({ tablename }) => broker.query(`select t::text as row from "${tablename}" t`)),
    );
    expect(tables.length).toBeGreaterThan(15);
    return rows
      .flat()
      .map(({ row }) => row)
      .join('\n');
  }

  function secrets(): string[] {
    const texts = [canary, wrongCanary, localCanary, engineerCanary, ...rotated];
    return texts.flatMap((text) => [
      text,
      Buffer.from(text).toString('hex'),
      Buffer.from(text).toString('base64').replace(/=+$/, ''),
    ]);
  }

  it.each<[string, () => string | Promise<string>]>([
    ['a log line', () => logger.text],
    ["any process's arguments or environment", () => processes],
    ['an audit row or any other row of the database', databaseDump],
    ["an API's error", () => answers],
    ['what the engineer sees', () => terminals],
  ])('never appears in %s', async (_, read) => {
    const text = await read();
    expect(text.length).toBeGreaterThan(200);
    expect(secrets().filter((secret) => text.includes(secret))).toEqual([]);
  });

  it('would be found there: the same search finds what is not secret', async () => {
    expect(logger.text).toContain('alice');
    expect(processes).toContain('sshd');
    expect(looks).toBeGreaterThan(3);
    expect(new Set(rotated).size).toBe(3);
    expect(await databaseDump()).toContain('RotateSecret');
    expect(await databaseDump()).toContain(web.secretName);
    expect(await databaseDump()).toContain(account);
    expect(terminals).toContain('USER=ops');
  });
});
