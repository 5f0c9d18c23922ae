import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SessionJournal } from '../../src/bastionhost/session-journal.api.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { finish } from '../../src/demo/openssh-client.ts';
import { uint32, wireString } from '../../src/ssh/wire.ts';
import { eventually } from '../support/eventually.ts';
import { openTerminal } from '../support/openssh-terminal.ts';
import { RawSshClient } from '../support/raw-ssh-client.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { openTestDatabase, startedTemplate } from '../support/test-database.ts';
import { account, BrokerUnderTest, engineerPassword, said, type Server } from './broker-under-test.ts';

describeWithSshd('a session through the broker', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  let aliceId: string;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sessions-'));
    broker = await BrokerUnderTest.start();
    web = await broker.server('web-01');
    aliceId = await broker.engineer('alice', [web]);
  });

  afterAll(async () => {
    await broker.stop();
    await rm(folder, { recursive: true });
  });

  const run = (command: string, options?: Parameters<typeof broker.client.ssh>[2]) =>
    broker.client.ssh(broker.on(web), command, options);

  describe('that runs a command', () => {
    it('keeps input, output and errors apart', async () => {
      const outcome = await run('cat; echo problem >&2', { input: 'given' });
      expect(outcome.stdout.toString()).toBe('given');
      expect(said(outcome)).toBe('problem\n');
      expect(outcome.status).toBe(0);
    });

    it('ends with its exit status', async () => {
      expect((await run('exit 7')).status).toBe(7);
    });

    it('shows the signal that ended it', async () => {
      const outcome = await run('kill -TERM $$', { flags: ['-v'] });
      expect(outcome.stderr).toContain('rtype exit-signal');
      expect(outcome.status).toBe(255);
    });

    it("passes on the signals that a client sends; OpenSSH's client sends none", async () => {
      const client = await RawSshClient.connect({ port: broker.port });
      client.requestService();
      await client.logIn(`alice@${account}@web-01`, engineerPassword.reveal());
      client.send(90, wireString('session'), uint32(0), uint32(100_000), uint32(32_768));
      const channel = (await client.next(91)).subarray(5, 9);
      const script = "trap 'echo got USR1; exit 5' USR1; echo ready; while :; do sleep 0.05; done";
      client.send(98, channel, wireString('exec'), 1, wireString(script));
      await client.next(99);
      expect((await client.next(94)).subarray(9).toString()).toBe('ready\n');
      client.send(98, channel, wireString('signal'), 0, wireString('USR1'));
      expect((await client.next(94)).subarray(9).toString()).toBe('got USR1\n');
      const status = await client.next(98);
      expect([status.includes('exit-status'), status.readUInt32BE(status.length - 4)]).toEqual([true, 5]);
      client.close();
    });

    it('ends when the engineer has gone', async () => {
      const child = await broker.client.start(broker.on(web), ['target', 'exec sleep 4711']);
      const sleeps = async () => (await web.sshd.processes()).some(({ command }) => command === 'sleep 4711');
      await eventually('it runs', sleeps);
      child.kill('SIGKILL');
      const row = async () => (await broker.sessions()).at(-1)!;
      await eventually('its row is closed', async () => (await row())['ended_at'] !== null);
      expect((await row())['state']).toBe('closed');
    });
  });

  describe('with a terminal', () => {
    it('has the terminal modes, the size and its changes', async () => {
      const terminal = await openTerminal(broker.client, broker.on(web), {
        before: 'stty -echo -icrnl',
        columns: 97,
        rows: 31,
      });
      await terminal.shows(/\$ $/);
      // Without icrnl, only a line feed ends a line.
      terminal.write('stty -a | tr ";" "\\n"; stty size; echo re\'\'ady\n');
      await terminal.shows(/ready/);
      expect(terminal.screen()).toMatch(/(^|\s)-echo\s/);
      expect(terminal.screen()).toMatch(/\s-icrnl\s/);
      expect(terminal.screen()).toMatch(/31 97/);
      expect(terminal.screen()).not.toContain("re''ady");
      terminal.resize(120, 40);
      terminal.write('until [ "$(stty size)" = "40 120" ]; do sleep 0.05; done; stty size; echo si\'\'zed\n');
      await terminal.shows(/40 120[\s\S]*sized/);
      terminal.write('exit 3\n');
      expect(await terminal.ended).toBe(3);
    });

    it('is interrupted by Ctrl-C', async () => {
      const terminal = await openTerminal(broker.client, broker.on(web));
      terminal.write("trap 'echo inter''rupted' INT; sleep 4714\r");
      // Only then is it in the foreground: what is typed earlier interrupts the shell, which begins it all the same.
      await eventually('it runs', async () =>
        (await web.sshd.processes()).some(({ command }) => command === 'sleep 4714'),
      );
      terminal.write('\x03');
      await terminal.shows(/interrupted/);
      terminal.write('exit\r');
      await terminal.ended;
      expect(terminal.screen()).toContain('interrupted');
    });

    it("has the terminal's name and the language, but none of the engineer's other variables", async () => {
      const login = { ...broker.on(web), options: ['SetEnv LANG=de_DE.UTF-8 LD_PRELOAD=/tmp/x BASH_ENV=/tmp/x'] };
      const outcome = await broker.client.ssh(login, 'echo "$TERM $LD_PRELOAD$BASH_ENV."', { flags: ['-tt'] });
      expect(outcome.stdout.toString()).toBe('xterm .\r\n');
    });
  });

  it('copies files by sftp, scp and scp -O, with their modes', async () => {
    const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
    const [from, to] = [join(folder, 'from'), join(folder, 'to')];
    await writeFile(from, content, { mode: 0o640 });
    const login = broker.on(web);
    const steps = [
      () => broker.client.sftp(login, [`put -p ${from} by-sftp`, `get by-sftp ${to}-sftp`]),
      () => broker.client.scp(login, ['-p', from, 'target:by-scp']),
      () => broker.client.scp(login, ['target:by-scp', `${to}-scp`]),
      () => broker.client.scp(login, ['-O', '-p', from, 'target:by-old-scp']),
      () => broker.client.scp(login, ['-O', 'target:by-old-scp', `${to}-old-scp`]),
    ];
    for (const step of steps) expect((await step()).status).toBe(0);
    for (const way of ['sftp', 'scp', 'old-scp']) expect(await readFile(`${to}-${way}`)).toEqual(content);
    const modes = await run('stat -c %a by-sftp by-scp by-old-scp');
    expect(modes.stdout.toString()).toBe('640\n640\n640\n');
  });

  it('fails a copy as the server fails it', async () => {
    const outcome = await broker.client.scp(broker.on(web), ['target:not-there', join(folder, 'nothing')]);
    expect(outcome.status).toBe(1);
    expect(outcome.stderr).toContain('No such file');
  });

  it('carries several channels at a time (ControlMaster) and has one row', async () => {
    const before = (await broker.sessions()).length;
    const options = [`ControlPath ${join(folder, 'master')}`];
    const login = broker.on(web);
    const master = await broker.client.start({ ...login, options: [...options, 'ControlMaster yes'] }, [
      '-N',
      'target',
    ]);
    const shared = { ...login, password: new Redacted('not needed'), options: [...options, 'ControlMaster no'] };
    await eventually('the master is there', async () => {
      const { status } = await broker.client.ssh(shared, undefined, { flags: ['-O', 'check'] });
      return status === 0;
    });
    const numbers = Array.from({ length: 8 }, (_, index) => index);
    const outcomes = await Promise.all(
      numbers.map((n) => broker.client.ssh(shared, `cat; exit ${n}`, { input: `${n}` })),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(numbers);
    expect(outcomes.map(({ stdout }) => stdout.toString())).toEqual(numbers.map(String));
    expect((await broker.client.scp(shared, ['target:/etc/hostname', join(folder, 'hostname')])).status).toBe(0);
    master.kill();
    const rows = (await broker.sessions()).slice(before);
    expect(rows).toHaveLength(1);
  });

  it('has a row that tells who was where, by which version of which secret, and is closed at the end', async () => {
    await run('true');
    const row = async () => (await broker.sessions()).at(-1)!;
    await eventually('it is closed', async () => (await row())['ended_at'] !== null);
    expect(await row()).toMatchObject({
      user_name: 'alice',
      source_address: '127.0.0.1',
      host_name: 'web-01',
      host_account_name: account,
      credential_source: 'kms',
      kms_secret_name: web.secretName,
      kms_version_id: 'v1',
      state: 'closed',
      end_reason: null,
    });
    expect((await row())['connected_at']).not.toBeNull();
  });

  it('logs in with a key pair from KMS, and with a local password of the account', async () => {
    const server = await broker.server('key-01', { credential: 'key' });
    await broker.grant(aliceId, server);
    expect((await broker.client.ssh(broker.on(server), 'hostname')).stdout.toString()).toBe('key-01\n');

    const accountPassword = 'Own-password-1';
    const other = await broker.server('own-01', { accountPassword });
    const hostId = await broker.localHost('own-local', other.sshd.port);
    const credential = { HostId: hostId, HostAccountName: account, ProtocolName: 'SSH', Password: accountPassword };
    const { HostAccountId } = await broker.bastionhost('CreateHostAccount', credential);
    await broker.grant(aliceId, { hostId, hostAccountId: HostAccountId });
    const local = await broker.client.ssh(broker.login(`alice@${account}@own-local`), 'hostname');
    expect(local.stdout.toString()).toBe('own-01\n');
  });

  it('tells the engineer when the server is lost', async () => {
    const server = await broker.server('lost-01');
    await broker.grant(aliceId, server);
    const child = await broker.client.start(broker.on(server), ['target', 'echo there; sleep 100']);
    const running = finish(child);
    let shown = '';
    child.stdout!.on('data', (chunk: Buffer) => (shown += chunk.toString()));
    await eventually('its output has arrived', () => shown === 'there\n');
    await server.sshd.powerOff();
    const outcome = await running;
    expect(said(outcome)).toMatch(/^sallyport: the connection to the server was lost\n$/);
    expect(shown).toBe('there\n');
    expect(outcome.status).toBe(255);
  });

  it('ends with the service: one line, and the row is closed', async () => {
    const database = await openTestDatabase({ template: startedTemplate });
    const own = await BrokerUnderTest.start({ database, settings: { SALLYPORT_DRAIN_SECONDS: '1' } });
    const server = await own.server('web-02');
    await own.engineer('alice', [server]);
    const running = own.client.ssh(own.on(server), 'echo there; sleep 100');
    await eventually('it runs', async () =>
      (await server.sshd.processes()).some(({ command }) => command.includes('sleep 100')),
    );
    await own.app.stop();
    const outcome = await running;
    expect(said(outcome)).toBe('sallyport: the service is stopping\n');
    expect(outcome.status).toBe(255);
    const [row] = await database.dataSource.query('select * from bastion_sessions');
    expect(row).toMatchObject({ state: 'failed', end_reason: 'the service is stopping' });
    expect(row.ended_at).not.toBeNull();
    await own.stopServers();
    await database.drop();
  });

  it('does not keep the service from stopping when there is none', async () => {
    const own = await BrokerUnderTest.start({ settings: { SALLYPORT_DRAIN_SECONDS: '3600' } });
    const server = await own.server('web-03');
    await own.engineer('alice', [server]);
    expect((await own.client.ssh(own.on(server), 'true')).status).toBe(0);
    await expect(own.stop()).resolves.toBeUndefined();
  });

  it('whose process died is closed by the next process after a minute', async () => {
    const database = await openTestDatabase({ template: startedTemplate });
    const first = await BrokerUnderTest.start({ database });
    const server = await first.server('web-04');
    await first.engineer('alice', [server]);
    await first.client.ssh(first.on(server), 'true');
    await first.stop();
    await database.dataSource.query(
      `update bastion_sessions set state = 'active', ended_at = null, end_reason = null, journal_id = 'dead'`,
    );
    const next = await BrokerUnderTest.start({ database });
    for (let tens = 0; tens < 7; tens++) {
      next.app.clock.advance(10_000);
      await next.app.get(SessionJournal).closeOrphans();
    }
    const [row] = await next.sessions();
    expect(row).toMatchObject({ state: 'lost', end_reason: 'the process that kept the session ended' });
    await next.stop();
    await database.drop();
  });
});
