import { Redacted } from '../../src/common/redacted.ts';
import { eventually } from '../support/eventually.ts';
import { logged } from '../support/logged.ts';
import { openTerminal } from '../support/openssh-terminal.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { account, BrokerUnderTest, said, type Server } from './broker-under-test.ts';
import { DelayedSecretReader } from './delayed-secret-reader.ts';

describeWithSshd('a rotation', () => {
  let broker: BrokerUnderTest;
  let aliceId: string;
  const reader = new DelayedSecretReader();

  beforeAll(async () => {
    broker = await BrokerUnderTest.start({ overrides: [reader.override] });
    reader.wrap(broker);
    aliceId = await broker.engineer('alice');
  });

  afterAll(() => broker.stop());

  afterEach(() => {
    reader.beforeAnswer = async () => undefined;
  });

  async function serverOfAlice(...options: Parameters<BrokerUnderTest['server']>): Promise<Server> {
    const server = await broker.server(...options);
    await broker.grant(aliceId, server);
    return server;
  }

  const valueOf = async ({ secretName }: Server, VersionStage = 'ACSCurrent') =>
    broker.kms('GetSecretValue', { SecretName: secretName, VersionStage });

  async function rotate(server: Server, VersionId: string): Promise<void> {
    await broker.kms('RotateSecret', { SecretName: server.secretName, VersionId });
    await rotated(server, VersionId);
  }

  const rotated = (server: Server, versionId: string) =>
    eventually(`${versionId} is current`, async () => (await valueOf(server))['VersionId'] === versionId, 45_000);

  const hostname = async (server: Server) => {
    const run = await broker.client.ssh(broker.on(server), 'hostname');
    return `${run.status} ${run.stdout.toString().trim()}${said(run)}`;
  };

  it('of the password does not affect an open shell; new connections work immediately, and the old password no longer works', async () => {
    const server = await serverOfAlice('web-01');
    const before = JSON.parse((await valueOf(server))['SecretData']);
    const terminal = await openTerminal(broker.client, broker.on(server));
    await terminal.shows(/\$ $/);
    await rotate(server, 'v2');
    expect(await hostname(server)).toBe('0 web-01');
    terminal.write("echo still''here\r");
    await terminal.shows(/stillhere/);
    terminal.write('exit\r');
    expect(await terminal.ended).toBe(0);

    const after = JSON.parse((await valueOf(server))['SecretData']);
    expect(after).toEqual({ UserName: account, Password: expect.any(String) });
    expect(after.Password).not.toBe(before.Password);
    expect(JSON.parse((await valueOf(server, 'ACSPrevious'))['SecretData'])).toEqual(before);
    const direct = { port: server.sshd.port, user: account };
    const old = await broker.client.ssh({ ...direct, password: new Redacted(before.Password) }, 'true');
    expect(old.status).toBe(255);
    expect(old.stderr).toContain('Permission denied');
    const current = await broker.client.ssh({ ...direct, password: new Redacted(after.Password) }, 'true');
    expect(current.status).toBe(0);
  });

  it('of a key pair does the same; the old key is accepted until its grace period ends', async () => {
    const server = await serverOfAlice('key-01', { credential: 'key' });
    const { PrivateKey } = JSON.parse((await valueOf(server))['SecretData']);
    const old = { port: server.sshd.port, user: account, privateKey: new Redacted(PrivateKey as string) };
    const running = await broker.client.start(broker.on(server), ['target', 'read line; echo got $line']);
    await eventually('it runs', async () => (await server.sshd.processes()).some(({ command }) => /got/.test(command)));
    await rotate(server, 'v2');
    expect(await hostname(server)).toBe('0 key-01');
    expect((await broker.client.ssh(old, 'true')).status).toBe(0);
    broker.app.clock.advance(61_000);
    await eventually(
      'the old key is refused',
      async () => (await broker.client.ssh(old, 'true')).status === 255,
      45_000,
    );
    expect(await hostname(server)).toBe('0 key-01');
    let output = '';
    running.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
    running.stdin!.end('it\n');
    await eventually('the session went on', () => output === 'got it\n');
  });

  it('heals a secret whose initial value is wrong', async () => {
    const server = await serverOfAlice('wrong-01', { secretPassword: 'Never-was-1' });
    expect(await hostname(server)).toContain('the server refused the credential of this account');
    await rotate(server, 'v2');
    expect(await hostname(server)).toBe('0 wrong-01');
  });

  it('between reading and using a value costs a second attempt, which nobody notices', async () => {
    const server = await serverOfAlice('late-01');
    let isFirst = true;
    reader.beforeAnswer = async () => {
      if (isFirst) {
        isFirst = false;
        await rotate(server, 'v2');
      }
    };
    expect(await hostname(server)).toBe('0 late-01');
    expect(await logged(server.sshd, /Failed password for ops/g, 1)).toBe(1);
    const [row] = (await broker.sessions()).filter((each) => each['host_id'] === server.hostId);
    expect(row).toMatchObject({ kms_version_id: 'v2' });
  });

  it.each(['password', 'key'] as const)(
    'never fails a connection, however many are made meanwhile, and each makes at most two attempts (%s)',
    async (credential) => {
      const server = await serverOfAlice(`busy-${credential}`, { credential });
      const over = new AbortController();
      const outcomes: string[] = [];
      const engineers = Array.from({ length: 3 }, async () => {
        while (!over.signal.aborted) outcomes.push(await hostname(server));
      });
      for (const version of ['v2', 'v3', 'v4']) {
        const before = outcomes.length;
        await rotate(server, version);
        await eventually('connections go on', () => outcomes.length > before, 45_000);
      }
      over.abort();
      await Promise.all(engineers);
      expect(new Set(outcomes)).toEqual(new Set([`0 busy-${credential}`]));
      const attempts = await broker.attemptsOn(server);
      expect(attempts).toHaveLength(outcomes.length);
      expect(Math.max(...attempts)).toBeLessThanOrEqual(2);
    },
    240_000,
  );
});
