import { createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import type { Login, Outcome } from '../../src/demo/openssh-client.ts';
import { PinnedDialler, type PinnedLogin } from '../../src/host-keys/pinned-dialler.api.ts';
import { ConnectLeases } from '../../src/rotation/connect-leases.api.ts';
import { eventually } from '../support/eventually.ts';
import { logged } from '../support/logged.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { account, BrokerUnderTest, said, type Server } from './broker-under-test.ts';

describeWithSshd('a connection that cannot be made', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  let aliceId: string;

  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    web = await broker.server('web-01');
    aliceId = await broker.engineer('alice', [web]);
  });

  afterAll(() => broker.stop());

  async function serverOfAlice(...options: Parameters<BrokerUnderTest['server']>): Promise<Server> {
    const server = await broker.server(...options);
    await broker.grant(aliceId, server);
    return server;
  }

  /** Checks what holds for every refusal. Returns its one line, without the request id. */
  async function refused(login: Login, code: string): Promise<string> {
    const run = await broker.client.ssh(login, 'echo here', { input: 'unread' });
    const [, line, requestId] = /^sallyport: (.*) \(request ([\dA-F-]{36})\)\n$/.exec(said(run)) ?? [];
    expect({ status: run.status, stdout: run.stdout.toString(), line }).toEqual({
      status: 255,
      stdout: '',
      line: expect.any(String),
    });
    await audited(requestId!, code);
    return line!;
  }

  async function audited(requestId: string, code: string): Promise<void> {
    const connects = async () => (await broker.audited('Connect')).filter((row) => row['request_id'] === requestId);
    await eventually('the audit row', async () => (await connects()).length > 0);
    expect(await connects()).toMatchObject([{ result: code, on_behalf_of: 'user/alice', product: 'broker' }]);
  }

  async function lastRowOf({ hostId }: Pick<Server, 'hostId'>, code: string): Promise<void> {
    const row = async () => (await broker.sessions()).filter((each) => each['host_id'] === hostId).at(-1);
    await eventually('the closed row', async () => (await row())?.['ended_at'] !== null);
    expect(await row()).toMatchObject({ state: 'failed', end_reason: code, user_name: 'alice' });
  }

  it('reveals nothing about hosts: unknown, not granted and without that account look the same', async () => {
    const { hostId } = await broker.server('db-01');
    const lines = [];
    for (const name of ['nowhere', 'db-01', hostId, '127.0.0.2']) {
      lines.push(await refused(broker.login(`alice@${account}@${name}`), 'TargetNotGranted'));
    }
    lines.push(await refused(broker.login('alice@nobody@web-01'), 'TargetNotGranted'));
    expect(new Set(lines)).toEqual(new Set(['the host or the account does not exist, or you may not use it']));
  });

  it('when the grant was withdrawn', async () => {
    const server = await serverOfAlice('gone-01');
    const Hosts = JSON.stringify([{ HostId: server.hostId }]);
    await broker.bastionhost('DetachHostAccountsFromUser', { UserId: aliceId, Hosts });
    expect(await refused(broker.on(server), 'TargetNotGranted')).toBe(
      'the host or the account does not exist, or you may not use it',
    );
  });

  it('while the secret is scheduled for deletion, but not after it is restored', async () => {
    const server = await serverOfAlice('waiting-01');
    await broker.kms('DeleteSecret', { SecretName: server.secretName, RecoveryWindowInDays: 7 });
    const line = await refused(broker.on(server), 'SecretInDeletion');
    expect(line).toBe('the secret of this account is scheduled for deletion');
    await lastRowOf(server, 'SecretInDeletion');
    await broker.kms('RestoreSecret', { SecretName: server.secretName });
    expect((await broker.client.ssh(broker.on(server), 'true')).status).toBe(0);
  });

  it('when the secret has been deleted', async () => {
    const server = await serverOfAlice('deleted-01');
    await broker.kms('DeleteSecret', { SecretName: server.secretName, ForceDeleteWithoutRecovery: 'true' });
    expect(await refused(broker.on(server), 'SecretDeleted')).toBe('the secret of this account has been deleted');
    await lastRowOf(server, 'SecretDeleted');
  });

  it('while the key of the secret is disabled, but not after it is enabled', async () => {
    const { KeyMetadata } = await broker.kms('CreateKey');
    const { KeyId } = KeyMetadata;
    const server = await serverOfAlice('disabled-01', { secret: { EncryptionKeyId: KeyId } });
    await broker.kms('DisableKey', { KeyId });
    const line = await refused(broker.on(server), 'KeyDisabled');
    expect(line).toBe('the key that protects the secret of this account is disabled');
    await broker.kms('EnableKey', { KeyId });
    expect((await broker.client.ssh(broker.on(server), 'true')).status).toBe(0);
  });

  it('when the secret holds a wrong password: two attempts at the server, never a third', async () => {
    const server = await serverOfAlice('wrong-01', { secretPassword: 'Never-was-1' });
    const line = await refused(broker.on(server), 'CredentialRefused');
    expect(line).toBe('the server refused the credential of this account');
    expect(await logged(server.sshd, /Failed password for ops/g, 2)).toBe(2);
    await lastRowOf(server, 'CredentialRefused');
  });

  it('when a rotation that changes the server does not end: one attempt only', async () => {
    const server = await serverOfAlice('stuck-01', { secretPassword: 'Never-was-2' });
    await broker.query(
      `insert into kms_rotations
         (rotation_id, account_id, region, secret_id, version_id, phase, request_id, fence, due_at, failures, created_at)
       select 'stuck', account_id, region, secret_id, 'v2', 'applying', 'TEST', 1, $2::timestamptz + '1 day', 0, $2
       from kms_secrets where name = $1`,
      [server.secretName, broker.app.clock.now()],
    );
    const now = performance.now.bind(performance);
    const leases = broker.app.get(ConnectLeases);
    const take = leases.take.bind(leases);
    // Once it asks for a lease, the fifteen seconds that it waits for one are over.
    leases.take = (...asked) => {
      performance.now = () => now() + 15_000;
      return take(...asked);
    };
    const line = await refused(broker.on(server), 'RotationUnderway').finally(() => {
      Reflect.deleteProperty(performance, 'now');
      Reflect.deleteProperty(leases, 'take');
    });
    expect(line).toBe('the credential of this account is being changed, please try again in a minute');
    expect(await logged(server.sshd, /Failed password for ops/g, 1)).toBe(1);
  });

  it('when the server accepts no passwords', async () => {
    const server = await serverOfAlice('keys-only-01', {
      sshdOptions: ['PasswordAuthentication no', 'KbdInteractiveAuthentication no'],
    });
    expect(await refused(broker.on(server), 'CredentialRefused')).toBe(
      'the server refused the credential of this account',
    );
  });

  it('when the account has no credential', async () => {
    const credential = { HostId: web.hostId, HostAccountName: 'bare', ProtocolName: 'SSH' };
    const { HostAccountId } = await broker.bastionhost('CreateHostAccount', credential);
    await broker.grant(aliceId, { hostId: web.hostId, hostAccountId: HostAccountId });
    const line = await refused(broker.login('alice@bare@web-01'), 'CredentialMissing');
    expect(line).toMatch(/^the bastion holds no credential for this account; /);
  });

  it('while the server is off, but not after it is back', async () => {
    const server = await serverOfAlice('off-01');
    await server.sshd.powerOff();
    expect(await refused(broker.on(server), 'HostUnreachable')).toBe('the server cannot be reached');
    await lastRowOf(server, 'HostUnreachable');
    await server.sshd.powerOn();
    expect((await broker.client.ssh(broker.on(server), 'true')).status).toBe(0);
  });

  it('when there is no algorithm in common, naming both lists', async () => {
    const server = await serverOfAlice('old-01', { sshdOptions: ['Ciphers 3des-cbc'] });
    expect(await refused(broker.on(server), 'NoCommonAlgorithm')).toMatch(
      /^the server and the bastion have no algorithm in common: no cipher in common; here: .*aes256-ctr.*; there: 3des-cbc$/,
    );
  });

  it('when the host key of the server has changed; no credential is sent to it', async () => {
    const server = await serverOfAlice('changed-01');
    await broker.client.ssh(broker.on(server), 'true');
    await logged(server.sshd, /Disconnected from user ops/g, 1);
    await server.sshd.replaceHostKeys();
    const before = (await server.sshd.log()).length;
    const line = await refused(broker.on(server), 'HostKeyChanged');
    expect(line).toBe('the host key of the server has changed; an administrator has to check it');
    expect((await server.sshd.log()).slice(before)).not.toMatch(/ops/);
    await lastRowOf(server, 'HostKeyChanged');
  });

  describe('with something other than an SSH server', () => {
    const listeners: NetServer[] = [];
    afterAll(() => listeners.forEach((listener) => listener.close()));

    async function listener(name: string, behave: (socket: Socket) => unknown): Promise<Server> {
      const listening = createServer((socket) => {
        socket.on('error', () => undefined);
        behave(socket);
      });
      listeners.push(listening);
      await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
      const hostId = await broker.localHost(name, (listening.address() as AddressInfo).port);
      const credential = { HostId: hostId, HostAccountName: account, ProtocolName: 'SSH', Password: 'Some-pass-1' };
      const { HostAccountId } = await broker.bastionhost('CreateHostAccount', credential);
      await broker.grant(aliceId, { hostId, hostAccountId: HostAccountId });
      return { ...web, name, hostId };
    }

    it('but says nothing, within ten seconds', async () => {
      const dialler = broker.app.get(PinnedDialler);
      const dial = dialler.dial.bind(dialler);
      const limits: number[] = [];
      dialler.dial = (server, login: PinnedLogin) => {
        limits.push(login.timeoutMs);
        return dial(server, { ...login, timeoutMs: 300 });
      };
      const line = await refused(broker.on(await listener('mute', () => undefined)), 'HostTimedOut').finally(() =>
        Reflect.deleteProperty(dialler, 'dial'),
      );
      expect([line, limits]).toEqual(['the server did not answer in time', [10_000]]);
    });

    it.each<[string, string, (socket: Socket) => unknown]>([
      ['hangs up', 'rude', (socket) => socket.destroy()],
      ['talks HTTP', 'chatty', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ])('but %s', async (_, name, behave) => {
      const line = await refused(broker.on(await listener(name, behave)), 'HostClosedConnection');
      expect(line).toBe('the server closed the connection before the login');
    });
  });

  describe('says so in every kind of session:', () => {
    const nowhere = () => broker.login(`alice@${account}@nowhere`);
    const line = /sallyport: the host or the account does not exist, or you may not use it \(request [\dA-F-]{36}\)/;

    // scp -O and rsync have statuses of their own. Whether rsync sees the status of ssh in time is up to chance.
    it.each<[string, readonly number[], () => Promise<Outcome>]>([
      ['a shell', [255], () => broker.client.ssh(nowhere())],
      ['a shell with a terminal', [255], () => broker.client.ssh(nowhere(), undefined, { flags: ['-tt'] })],
      ['a command with a terminal', [255], () => broker.client.ssh(nowhere(), 'top', { flags: ['-tt'] })],
      ['sftp', [255], () => broker.client.sftp(nowhere(), ['ls'])],
      ['scp', [255], () => broker.client.scp(nowhere(), ['/dev/null', 'target:x'])],
      ['scp -O', [1], () => broker.client.scp(nowhere(), ['-O', '/dev/null', 'target:x'])],
      ['rsync', [12, 255], () => broker.client.rsync(nowhere(), ['/dev/null', 'target:x'])],
    ])('%s', async (_, statuses, run) => {
      const outcome = await run();
      // A terminal has no stderr of its own.
      expect(outcome.stdout.toString() + outcome.stderr).toMatch(line);
      expect(statuses).toContain(outcome.status);
    });
  });
});
