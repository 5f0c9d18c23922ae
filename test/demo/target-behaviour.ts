import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import ssh2 from 'ssh2';
import { Redacted } from '../../src/common/redacted.ts';
import type { TargetInstance, TargetOptions } from '../../src/demo/target-instance.ts';
import { OpensshClient, finish, type Login } from '../../src/demo/openssh-client.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import { openTerminal } from '../support/openssh-terminal.ts';

const first = new Redacted('first-Passw0rd');
const second = new Redacted('second: with spaces, $dollar and "quotes"');
const rsa = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
});
const firstKey = { private: new Redacted(rsa.privateKey), public: publicLine(rsa.privateKey) };
const { privateKey, publicKey } = await generateSshKeyPair('ed25519');
const secondKey = { private: privateKey, public: publicKey };

/** What every kind of target does, as seen by the OpenSSH client. */
export function behavesAsATarget(start: (options: TargetOptions) => Promise<TargetInstance>): void {
  let target: TargetInstance;
  let client: OpensshClient;

  beforeAll(async () => {
    client = await OpensshClient.create();
    target = await start({
      name: 'web-01',
      users: [
        { name: 'ops', password: first },
        { name: 'keyed', authorizedKeys: [firstKey.public] },
        { name: 'changed', password: first },
        { name: 'bystander', password: first },
      ],
    });
  });

  afterAll(async () => {
    await target?.stop();
    await client?.close();
  });

  const login = (user: string, credential: Pick<Login, 'password' | 'privateKey'>): Login => ({
    port: target.port,
    user,
    ...credential,
  });
  const ops = () => login('ops', { password: first });
  const root = () => {
    const { userName, password, privateKey } = target.managementCredential;
    return login(userName, { ...(password && { password }), ...(privateKey && { privateKey }) });
  };

  describe('logs in', () => {
    it('a user with a password, to an account of the instance and in its home', async () => {
      const { status, stdout } = await client.ssh(
        ops(),
        'whoami; id -un; hostname; echo "$HOME"; pwd; getent passwd ops | cut -d: -f6',
      );
      const [who, identity, host, home, folder, entry] = stdout.toString().trim().split('\n');
      expect([status, who, identity, host]).toEqual([0, 'ops', 'ops', 'web-01']);
      expect([folder, entry]).toEqual([home, home]);
    });

    it('a user with an RSA key pair and refuses another key', async () => {
      expect((await client.ssh(login('keyed', { privateKey: firstKey.private }), 'true')).status).toBe(0);
      const refused = await client.ssh(login('keyed', { privateKey: secondKey.private }), 'true');
      expect([refused.status, refused.stderr]).toEqual([255, expect.stringContaining('Permission denied')]);
    });

    it('root with the management credential', async () => {
      const { status, stdout } = await client.ssh(root(), 'id -u');
      expect([status, stdout.toString()]).toEqual([0, '0\n']);
    });

    it('nobody with a wrong password, to an unknown account, or to an account without a password', async () => {
      const attempts = [
        login('ops', { password: second }),
        login('nobody-here', { password: first }),
        login('keyed', { password: first }),
      ];
      for (const attempt of attempts) {
        const { status, stderr } = await client.ssh(attempt, 'true');
        expect([status, stderr]).toEqual([255, expect.stringContaining('Permission denied')]);
      }
    });

    it('only with the host keys that it announces', async () => {
      const { status } = await client.ssh({ ...ops(), hostKeys: await target.hostKeys() }, 'true');
      expect(status).toBe(0);
    });
  });

  describe('runs a command', () => {
    it('with stdout and stderr apart and its exit status', async () => {
      const { status, stdout, stderr } = await client.ssh(ops(), 'echo out; echo err >&2; exit 7');
      expect([status, stdout.toString()]).toEqual([7, 'out\n']);
      expect(stderr).toMatch(/err\n$/);
    });

    it('with what the client sends as its input, up to the end', async () => {
      const { stdout } = await client.ssh(ops(), 'cat; echo " and the end"', { input: 'sent' });
      expect(stdout.toString()).toBe('sent and the end\n');
    });

    it('that reads nothing of a long input', async () => {
      const { status } = await client.ssh(ops(), 'exit 3', { input: Buffer.alloc(5_000_000) });
      expect(status).toBe(3);
    });

    it('and reports that a signal ended it', async () => {
      const { status, stderr } = await client.ssh(ops(), 'kill -TERM $$', { flags: ['-v'] });
      expect([status, stderr]).toEqual([255, expect.stringContaining('rtype exit-signal')]);
    });

    it('without losing or repeating a byte, 20 MB each way', async () => {
      const bytes = randomBytes(20_000_000);
      const { status, stdout } = await client.ssh(ops(), 'cat', { input: bytes });
      expect([status, digest(stdout)]).toEqual([0, digest(bytes)]);
    });

    it('without losing or repeating a byte on stdout and stderr that both wait for a slow reader', async () => {
      const both = 'seq 1 800000 & seq 800001 1600000 >&2; wait';
      const session = await client.start(ops(), ['-q', 'target', both]);
      const [stdout, stderr] = await Promise.all([readSlowly(session.stdout), readSlowly(session.stderr)]);
      expect(digest(stdout)).toBe(digest(sequence(1, 800_000)));
      expect(digest(stderr)).toBe(digest(sequence(800_001, 1_600_000)));
    });

    it('in an environment that has nothing of ours', async () => {
      process.env['SALLYPORT_MASTER_KEY'] = 'never-to-be-seen';
      const { stdout } = await client.ssh(ops(), 'env');
      delete process.env['SALLYPORT_MASTER_KEY'];
      expect(stdout.toString()).toContain('USER=ops');
      expect(stdout.toString()).not.toMatch(/never-to-be-seen|NODE|npm|JEST/);
    });
  });

  describe('gives a terminal', () => {
    it('to a shell, with its size, and ends with the status of the shell', async () => {
      const terminal = await openTerminal(client, ops(), { columns: 97, rows: 31 });
      terminal.write('stty size\r');
      await terminal.shows(/31 97/);
      terminal.resize(120, 40);
      await terminal.shows(/[#$] $/);
      terminal.write('stty size\r');
      await terminal.shows(/40 120/);
      terminal.write('exit 5\r');
      expect(await terminal.ended).toBe(5);
    });

    it('to commands, without losing the end of their output when it is read late', async () => {
      const command = 'seq 1 100000; tty >/dev/null && exit 9';
      const runs = await Promise.all(Array.from({ length: 8 }, () => client.ssh(ops(), command, { flags: ['-tt'] })));
      const wanted = digest(Buffer.from(sequence(1, 100_000).toString().replaceAll('\n', '\r\n')));
      expect(runs.map(({ status, stdout }) => [status, digest(stdout)])).toEqual(runs.map(() => [9, wanted]));
    });

    it('that interrupts the running command', async () => {
      const terminal = await openTerminal(client, ops());
      // The command itself says that it is in the foreground: the shell may still be on its way between two of them.
      terminal.write(`sh -c 'echo ready; exec sleep 1000'\r`);
      await terminal.shows(/(\n|[#$] )ready\r/);
      terminal.write('\x03');
      await terminal.shows(/\^C[^]*[#$] $/);
      terminal.write('exit 4\r');
      expect(await terminal.ended).toBe(4);
    });
  });

  describe('changes credentials', () => {
    it('with chpasswd: the next login needs the new password, others keep theirs', async () => {
      const changed = await client.ssh(root(), 'chpasswd', { input: `changed:${second.reveal()}\n` });
      expect([changed.status, changed.stdout.toString()]).toEqual([0, '']);
      expect((await client.ssh(login('changed', { password: second }), 'true')).status).toBe(0);
      expect((await client.ssh(login('changed', { password: first }), 'true')).status).toBe(255);
      expect((await client.ssh(login('bystander', { password: first }), 'true')).status).toBe(0);
    });

    it('not with chpasswd for an unknown account, nor as another user than root', async () => {
      const unknown = await client.ssh(root(), 'chpasswd', { input: 'nobody-here:some-Passw0rd\n' });
      expect([unknown.status, unknown.stderr]).toEqual([1, expect.stringContaining('nobody-here')]);
      const byUser = await client.ssh(login('bystander', { password: first }), 'PATH=$PATH:/usr/sbin; chpasswd', {
        input: `ops:${second.reveal()}\n`,
      });
      expect(byUser.status).not.toBe(0);
      expect((await client.ssh(ops(), 'true')).status).toBe(0);
    });

    it('through authorized_keys, replaced as a whole: the new key logs in immediately, the old one no longer', async () => {
      const replace = `set -e; home=$(getent passwd keyed | cut -d: -f6); file=$home/.ssh/authorized_keys
        new=$(mktemp "$home/.ssh/new.XXXXXX"); cat >"$new"; chmod 600 "$new"; chown keyed: "$new"; mv -f "$new" "$file"`;
      const replaced = await client.ssh(root(), replace, { input: `# rotated\n${secondKey.public}\n` });
      expect([replaced.status, replaced.stderr]).toEqual([0, '']);
      expect((await client.ssh(login('keyed', { privateKey: secondKey.private }), 'true')).status).toBe(0);
      expect((await client.ssh(login('keyed', { privateKey: firstKey.private }), 'true')).status).toBe(255);
    });
  });

  it('carries files by sftp and scp in both protocols', async () => {
    const bytes = randomBytes(3_000_000);
    const file = join(client.folder, 'original');
    await writeFile(file, bytes);
    const put = await client.sftp(ops(), [`put ${file} by-sftp`, `get by-sftp ${file}-sftp`]);
    const there = await client.scp(ops(), [file, 'target:by-scp']);
    const back = await client.scp(ops(), ['-O', 'target:by-scp', `${file}-scp`]);
    expect([put.status, there.status, back.status]).toEqual([0, 0, 0]);
    for (const copy of [`${file}-sftp`, `${file}-scp`]) expect(digest(await readFile(copy))).toBe(digest(bytes));
  });

  it('shows a new host key after a reinstallation', async () => {
    const before = await target.hostKeys();
    await target.replaceHostKeys();
    const after = await target.hostKeys();
    expect(after.filter((key) => before.includes(key))).toEqual([]);
    expect((await client.ssh({ ...ops(), hostKeys: before }, 'true')).stderr).toContain('Host key verification failed');
    expect((await client.ssh({ ...ops(), hostKeys: after }, 'true')).status).toBe(0);
  });

  it('ends its sessions when it is switched off, and is unchanged when it is back', async () => {
    const withKeys = async () => ({ ...ops(), hostKeys: await target.hostKeys() });
    await client.ssh(await withKeys(), 'echo kept >note');
    const session = await client.start(await withKeys(), ['target', 'echo up; exec sleep 1000']);
    await new Promise((resolve) => session.stdout?.once('data', resolve));
    await target.powerOff();
    expect((await finish(session)).status).toBe(255);
    expect((await client.ssh(await withKeys(), 'true')).stderr).toContain('Connection refused');
    await target.powerOn();
    const again = await client.ssh(await withKeys(), 'cat note');
    expect([again.status, again.stdout.toString()]).toEqual([0, 'kept\n']);
  });
}

function publicLine(privateKey: string): string {
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  return `${key.type} ${key.getPublicSSH().toString('base64')}`;
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function sequence(from: number, to: number): Buffer {
  return Buffer.from(Array.from({ length: to - from + 1 }, (_, index) => `${from + index}\n`).join(''));
}

// Lets the other side get many turns of the event loop ahead, so that it exhausts its window.
async function readSlowly(stream: NodeJS.ReadableStream | null): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream ?? []) {
    chunks.push(Buffer.from(chunk as Uint8Array));
    for (let turn = 0; turn < 50; turn++) await setImmediate();
  }
  return Buffer.concat(chunks);
}
