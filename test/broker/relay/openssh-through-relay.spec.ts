import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redacted } from '../../../src/common/redacted.ts';
import { OpensshClient } from '../../../src/demo/openssh-client.ts';
import { type SshdInstance, startSshdInstance } from '../../../src/demo/sshd-instance.ts';
import type { TargetOptions } from '../../../src/ssh/target-login.ts';
import { eventually } from '../../support/eventually.ts';
import { openTerminal } from '../../support/openssh-terminal.ts';
import { RelayUnderTest } from '../../support/relay-under-test.ts';
import { describeWithSshdAnd } from '../../support/requirements.ts';

const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');

describeWithSshdAnd(['rsync', 'scp', 'sftp'], 'OpenSSH through the relay', () => {
  const targetPassword = new Redacted('the password of the server');
  let server: SshdInstance;
  let ssh: OpensshClient;
  let folder: string;
  let target: TargetOptions;

  beforeAll(async () => {
    server = await startSshdInstance({
      users: [{ name: 'deploy', password: targetPassword }],
      sshdOptions: ['MaxSessions 3'],
    });
    ssh = await OpensshClient.create();
    folder = await mkdtemp(join(tmpdir(), 'relay-'));
    target = {
      host: server.address,
      port: server.port,
      credential: { userName: 'deploy', password: targetPassword },
      verifyHostKey: async () => true,
      timeoutMs: 10_000,
    };
  });
  afterAll(async () => {
    await server?.stop();
    await ssh?.close();
    await rm(folder, { recursive: true });
  });

  let broker: RelayUnderTest;
  afterEach(() => broker.stop());

  describe('commands', () => {
    it('keep stdout, stderr and exit status apart', async () => {
      broker = await RelayUnderTest.start({ target });
      const outcome = await ssh.ssh(broker.login, 'echo out; echo err >&2; exit 7');
      expect(outcome).toMatchObject({ status: 7, stderr: 'err\n' });
      expect(outcome.stdout.toString()).toBe('out\n');
      await eventually('the session has ended', () => broker.ends.length === 1);
      expect(broker.ends[0]!.by).toBe('user');
    });

    it('that a signal ends look the same as without the relay', async () => {
      broker = await RelayUnderTest.start({ target });
      const direct = { port: server.port, user: 'deploy', password: targetPassword };
      const [through, beside] = await Promise.all(
        [broker.login, direct].map((login) => ssh.ssh(login, 'kill -TERM $$', { flags: ['-v'] })),
      );
      expect(through!.status).toBe(beside!.status);
      expect(through!.stderr).toContain('client_input_channel_req: channel 0 rtype exit-signal reply 0');
    });

    it('finding 1 and C8: read what was sent before the server was connected, 100 times', async () => {
      broker = await RelayUnderTest.start({ target, before: () => delay(500) });
      const answers: string[] = [];
      for (let round = 0; round < 5; round++) {
        const run = () => ssh.ssh(broker.login, 'cat', { input: 'x\n' });
        const outcomes = await Promise.all(Array.from({ length: 20 }, run));
        answers.push(...outcomes.map(({ status, stdout }) => `${status} ${stdout.toString()}`));
      }
      expect(answers).toEqual(Array.from({ length: 100 }, () => '0 x\n'));
    });

    it('read more early data than is held, and an EOF that came before the server', async () => {
      broker = await RelayUnderTest.start({ target, before: () => delay(500) });
      const input = randomBytes(3_000_000);
      const [long, empty] = await Promise.all([
        ssh.ssh(broker.login, 'sha256sum', { input }),
        ssh.ssh(broker.login, 'cat; echo end', { input: '' }),
      ]);
      expect(long.stdout.toString().split(' ')[0]).toBe(sha256(input));
      expect(empty.stdout.toString()).toBe('end\n');
    });

    it('that stop reading still end', async () => {
      broker = await RelayUnderTest.start({ target });
      const outcome = await ssh.ssh(broker.login, 'head -c 10; exit 3', { input: Buffer.alloc(5_000_000, 'y') });
      expect(outcome).toMatchObject({ status: 3, stdout: Buffer.from('y'.repeat(10)) });
    });

    it('get the language variables and none that change how programs are loaded', async () => {
      broker = await RelayUnderTest.start({ target });
      const options = ['SetEnv LC_TEST=yes LD_PRELOAD=/tmp/x.so BASH_ENV=/tmp/x LANG=C.UTF-8'];
      const { stdout } = await ssh.ssh({ ...broker.login, options }, 'env');
      expect(stdout.toString()).toMatch(/^LC_TEST=yes$/m);
      expect(stdout.toString()).not.toMatch(/LD_PRELOAD|BASH_ENV/);
    });
  });

  describe('terminals', () => {
    it("have the engineer's terminal modes, the size, and its changes", async () => {
      broker = await RelayUnderTest.start({ target });
      const before = 'stty -echo -icrnl intr ^G';
      const command = 'stty -a; until [ "$(stty size)" = "44 101" ]; do sleep 0.05; done; echo resized';
      const terminal = await openTerminal(ssh, broker.login, { command, before, columns: 91, rows: 33 });
      await terminal.shows(/rows 33; columns 91/);
      await terminal.shows(/intr = \^G/);
      await terminal.shows(/-icrnl/);
      await terminal.shows(/ -echo /);
      terminal.resize(101, 44);
      await terminal.shows(/resized/);
      expect(await terminal.ended).toBe(0);
    });

    it('carry a shell, and its exit status', async () => {
      broker = await RelayUnderTest.start({ target });
      const terminal = await openTerminal(ssh, broker.login);
      await terminal.shows(/\$ $/);
      terminal.write('echo $((6*7))\r');
      await terminal.shows(/\n42\r\n/);
      terminal.write('exit 5\r');
      expect(await terminal.ended).toBe(5);
    });
  });

  describe('files', () => {
    const data = randomBytes(20_000_000);
    const digest = sha256(data);
    let source: string;
    beforeAll(() => writeFile((source = join(folder, 'source')), data));
    const remoteDigest = async (path: string) => (await server.run(['sha256sum', path])).split(' ')[0];

    it.each([
      ['the usual keys', []],
      ['new keys every megabyte', ['RekeyLimit 1M']],
      ['AES-CTR', ['Ciphers aes256-ctr', 'MACs hmac-sha2-512-etm@openssh.com']],
    ])('go through cat in both directions with %s', async (_name, options) => {
      broker = await RelayUnderTest.start({ target });
      const login = { ...broker.login, options };
      const up = await ssh.ssh(login, 'sha256sum; cat >/dev/null', { input: data });
      expect(up.stdout.toString().split(' ')[0]).toBe(digest);
      const down = await ssh.ssh(login, 'cat', { input: data });
      expect(down.status).toBe(0);
      expect(sha256(down.stdout)).toBe(digest);
    });

    it('with new keys that we ask for in the middle', async () => {
      broker = await RelayUnderTest.start({ target });
      const running = ssh.ssh(broker.login, 'cat', { input: data });
      await eventually('both legs are there', () => broker.legs[0]?.target !== undefined);
      const timer = setInterval(() => {
        for (const { user, target: leg } of broker.legs) {
          user.rekey();
          leg?.rekey();
        }
      }, 5);
      expect(sha256((await running).stdout)).toBe(digest);
      clearInterval(timer);
    });

    it.each([
      ['scp', []],
      ['scp in the old protocol', ['-O']],
    ])('%s', async (_name, flags) => {
      broker = await RelayUnderTest.start({ target });
      expect(await ssh.scp(broker.login, [...flags, source, 'target:copied'])).toMatchObject({ status: 0, stderr: '' });
      expect(await remoteDigest('/home/deploy/copied')).toBe(digest);
      expect((await ssh.scp(broker.login, [...flags, 'target:copied', join(folder, 'back')])).status).toBe(0);
      expect(sha256(await readFile(join(folder, 'back')))).toBe(digest);
    });

    it('sftp', async () => {
      broker = await RelayUnderTest.start({ target });
      const back = join(folder, 'sftp-back');
      const outcome = await ssh.sftp(broker.login, [`put ${source} by-sftp`, `get by-sftp ${back}`, 'rm by-sftp']);
      expect(outcome.status).toBe(0);
      expect(sha256(await readFile(back))).toBe(digest);
    });

    it('rsync', async () => {
      broker = await RelayUnderTest.start({ target });
      expect((await ssh.rsync(broker.login, [source, 'target:by-rsync'])).status).toBe(0);
      expect(await remoteDigest('/home/deploy/by-rsync')).toBe(digest);
    });
  });

  describe('several channels in one connection', () => {
    it('share it, and a channel that the server refuses opens its own connection', async () => {
      broker = await RelayUnderTest.start({ target });
      const options = [`ControlPath ${join(folder, 'control')}`, 'ControlMaster auto', 'ControlPersist yes'];
      const login = { ...broker.login, options };
      // Each waits for all of them.
      const meeting = 'touch /tmp/meeting/$$; until [ "$(ls /tmp/meeting | wc -l)" = 5 ]; do sleep 0.05; done';
      const run = () => ssh.ssh(login, `${meeting}; echo $PPID`);
      expect(await ssh.ssh(login, 'mkdir /tmp/meeting')).toMatchObject({ status: 0, stderr: '' });
      const outcomes = await Promise.all(Array.from({ length: 5 }, run));
      expect(outcomes.map(({ status, stdout }) => `${status} ${stdout.length > 1}`)).toEqual(Array(5).fill('0 true'));
      const servers = new Set(outcomes.map(({ stdout }) => stdout.toString()));
      expect(servers.size).toBe(3);
      await ssh.ssh(login, undefined, { flags: ['-O', 'exit'] });
    });
  });

  describe('what is not allowed', () => {
    it.each([
      ['-L', ['-W', '127.0.0.1:22'], /administratively prohibited: sallyport: ports are not forwarded here/],
      ['-R', ['-R', '0:127.0.0.1:22', '-o', 'ExitOnForwardFailure=yes'], /remote port forwarding failed/],
      ['a foreign subsystem', ['-s'], /sftp is the only subsystem allowed/],
    ])('%s is refused visibly', async (_name, flags, message) => {
      broker = await RelayUnderTest.start({ target });
      const outcome = await ssh.ssh(broker.login, _name === '-L' ? undefined : 'netconf', { flags });
      expect(outcome.status).not.toBe(0);
      expect(outcome.stderr).toMatch(message);
    });

    it('agent and X11 do not reach the server', async () => {
      broker = await RelayUnderTest.start({ target });
      const { stdout } = await ssh.ssh(broker.login, 'env', { flags: ['-A', '-X'] });
      expect(stdout.toString()).not.toMatch(/SSH_AUTH_SOCK|DISPLAY/);
    });
  });

  describe('when the server is missing or lost', () => {
    it.each([
      ['a command', 'true', []],
      ['a shell', undefined, ['-T']],
    ])('%s says why and ends with 255', async (_name, command, flags) => {
      const gone = { ...target, port: 1 };
      broker = await RelayUnderTest.start({ target: gone, before: () => delay(100) });
      const outcome = await ssh.ssh(broker.login, command, { flags });
      expect(outcome).toMatchObject({
        status: 255,
        stderr: 'sallyport: 127.0.0.1:1 cannot be reached (ECONNREFUSED)\n',
      });
    });

    it('sftp and rsync end too', async () => {
      broker = await RelayUnderTest.start({ target: { ...target, port: 1 } });
      expect((await ssh.sftp(broker.login, ['ls'])).stderr).toContain('cannot be reached');
      expect((await ssh.rsync(broker.login, [folder, 'target:x'])).status).not.toBe(0);
    });

    it('passes on what came, says that the connection is lost and ends with 255', async () => {
      broker = await RelayUnderTest.start({ target });
      const child = await ssh.start(broker.login, ['target', 'head -c 100000 /dev/zero; sleep 100']);
      const shown = { stdout: 0, stderr: '' };
      child.stdout!.on('data', (chunk: Buffer) => (shown.stdout += chunk.length));
      child.stderr!.on('data', (chunk: Buffer) => (shown.stderr += chunk.toString()));
      const ended = once(child, 'close');
      await eventually('the data are there', () => shown.stdout === 100_000);
      await server.powerOff();
      await server.powerOn();
      expect(await ended).toEqual([255, null]);
      expect(shown.stderr).toBe('sallyport: the connection to the server was lost\n');
      await eventually('the session has ended', () => broker.ends.length === 1);
      expect(broker.ends[0]!.by).toBe('target');
    });

    it('ends when an administrator ends it, with the reason', async () => {
      broker = await RelayUnderTest.start({ target });
      const running = ssh.ssh(broker.login, 'cat /dev/zero', { flags: ['-n'] });
      await eventually('it runs', async () =>
        (await server.processes()).some(({ command }) => command.includes('cat /dev/zero')),
      );
      broker.relays[0]!.end('sallyport: ended by an administrator');
      const outcome = await running;
      expect(outcome.status).toBe(255);
      expect(outcome.stderr).toContain('sallyport: ended by an administrator\n');
      await eventually('the session has ended', () => broker.ends.length === 1);
      expect(broker.ends[0]).toEqual({ by: 'broker', reason: 'sallyport: ended by an administrator' });
    });
  });
});
