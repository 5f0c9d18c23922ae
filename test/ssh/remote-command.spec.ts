import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import ssh2 from 'ssh2';
import { Redacted } from '../../src/common/redacted.ts';
import { type SshdInstance, startSshdInstance } from '../../src/demo/sshd-instance.ts';
import { generateSshKeyPair, publicKeyFromWire, type SshKeyPair } from '../../src/ssh/keys.ts';
import { openRemoteShell, proveLogin, type RemoteCommand } from '../../src/ssh/remote-command.ts';
import { type TargetOptions } from '../../src/ssh/target-login.ts';
import { eventually } from '../support/eventually.ts';
import { logged } from '../support/logged.ts';
import { refusal } from '../support/refusal.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { runRemotely } from '../support/run-remotely.ts';

const limits = { timeoutMs: 20_000, maxOutputBytes: 100_000 };
const canary = 'canary-7f3a';

describeWithSshd('remote commands on OpenSSH', () => {
  const password = new Redacted(`${canary}-right`);
  let pair: SshKeyPair;
  let server: SshdInstance;

  beforeAll(async () => {
    pair = await generateSshKeyPair('rsa-3072');
    server = await startSshdInstance({
      users: [{ name: 'deploy', password, authorizedKeys: [pair.publicKey] }],
      sshdOptions: ['MaxAuthTries 6'],
    });
  });
  afterAll(() => server?.stop());

  const target = (change: Partial<TargetOptions> = {}): TargetOptions => ({
    host: server.address,
    port: server.port,
    credential: { userName: 'deploy', password },
    verifyHostKey: async () => true,
    timeoutMs: limits.timeoutMs,
    ...change,
  });
  const run = (command: string, change: Partial<RemoteCommand> = {}) =>
    runRemotely(target(), { ...limits, command, ...change });

  it('keep stdout, stderr and exit code apart', async () => {
    const result = await run('echo out; echo err >&2; exit 7');
    expect({ ...result, stdout: result.stdout.toString(), stderr: result.stderr.toString() }).toEqual({
      exitCode: 7,
      stdout: 'out\n',
      stderr: 'err\n',
      droppedBytes: 0,
    });
  });

  it('report the signal that ended them', async () => {
    expect(await run('kill -TERM $$')).toMatchObject({ exitSignal: 'TERM' });
  });

  it('read their input to the end', async () => {
    const secret = Buffer.alloc(3_000_000, 's');
    const result = await run('wc -c', { stdin: new Redacted(secret) });
    expect(result.stdout.toString().trim()).toBe('3000000');
  });

  it('read an empty input when none is given', async () => {
    expect((await run('cat')).exitCode).toBe(0);
  });

  it('read more input once they ask for it, to the end', async () => {
    const asked: string[] = [];
    const onAsking = ['more?\n', 'and?\n'].map((sign) => ({
      sign,
      input: async () => {
        asked.push(sign);
        return new Redacted(Buffer.from(`for ${sign}`));
      },
    }));
    const command = 'read -r first; echo noise; printf "more?\\nand?\\nmore?\\n"; cat; echo $first';
    const result = await run(command, { stdin: new Redacted(Buffer.from('first\n')), onAsking });
    expect(result.stdout.toString()).toBe('more?\nfor more?\nfor and?\nfirst\n');
    expect(asked).toEqual(['more?\n', 'and?\n']);
  });

  it('have their request for input found among much other output', async () => {
    const input = async () => new Redacted(Buffer.from('yes'));
    const flood = 'head -c 20000 /dev/zero';
    const result = await run(`(${flood}; echo more?; ${flood}); cat`, { onAsking: [{ sign: 'more?\n', input }] });
    expect(result.stdout.toString()).toBe(`${'\0'.repeat(20_000)}yes`);
  });

  it('fail with what prevented the answer, and get no input', async () => {
    const reason = new Error('no more');
    const onAsking = [{ sign: 'more?\n', input: () => Promise.reject(reason) }];
    await expect(run('echo more?; cat', { onAsking })).rejects.toBe(reason);
  });

  it('keep the first bytes of a flood and count the rest', async () => {
    const result = await run('head -c 20000000 /dev/zero; head -c 5000 /dev/zero >&2', { maxOutputBytes: 1000 });
    expect(result).toMatchObject({ exitCode: 0, droppedBytes: 20_000_000 + 5000 - 2000 });
    expect([result.stdout.length, result.stderr.length]).toEqual([1000, 1000]);
  });

  it('end in time, also when the command does not', async () => {
    const error = await refusal(run('sleep 100', { timeoutMs: 700 }));
    expect(error.reason).toBe('timeout');
  });

  it('end when they are cancelled', async () => {
    const stop = new AbortController();
    const running = refusal(run('sleep 101', { signal: stop.signal }));
    await eventually('it runs', async () =>
      (await server.processes()).some(({ command }) => command.includes('sleep 101')),
    );
    stop.abort();
    expect((await running).reason).toBe('closed');
  });

  it('leave no session behind when their connection is closed, whatever became of them', async () => {
    const none = eventually('no session is left', async () => {
      const sessions = (await server.processes()).filter(({ command }) => command.includes('deploy'));
      return sessions.length === 0;
    });
    await expect(none).resolves.toBeUndefined();
  });

  it('run one after another on a connection that is held open', async () => {
    const shell = await openRemoteShell(target());
    await proveLogin(target());
    expect((await shell.run({ ...limits, command: 'exit 3' })).exitCode).toBe(3);
    expect((await shell.run({ ...limits, command: 'exit 4' })).exitCode).toBe(4);
    shell.close();
    expect((await refusal(shell.run({ ...limits, command: 'true' }))).reason).toBe('closed');
  });

  it('fail once when the server dies in the middle', async () => {
    const shell = await openRemoteShell(target());
    const running = refusal(shell.run({ ...limits, command: 'sleep 102' }));
    await eventually('it runs', async () =>
      (await server.processes()).some(({ command }) => command.includes('sleep 102')),
    );
    await server.powerOff();
    expect((await running).reason).toBe('closed');
    expect((await refusal(proveLogin(target()))).reason).toBe('unreachable');
    await server.powerOn();
  });

  describe('logging in', () => {
    it('takes a private key', async () => {
      await expect(
        proveLogin(target({ credential: { userName: 'deploy', privateKey: pair.privateKey } })),
      ).resolves.toBeUndefined();
    });

    it('prefers nothing: a wrong key falls back on the password of the same credential', async () => {
      const { privateKey } = await generateSshKeyPair('ed25519');
      await expect(
        proveLogin(target({ credential: { userName: 'deploy', privateKey, password } })),
      ).resolves.toBeUndefined();
    });

    it('refuses a wrong password after one attempt, without showing it', async () => {
      const before = (await server.log()).split('Failed password').length - 1;
      const credential = { userName: 'deploy', password: new Redacted(`${canary}-wrong`) };
      const error = await refusal(proveLogin(target({ credential })));
      expect(error.reason).toBe('authentication');
      expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toContain(canary);
      expect(await logged(server, /Failed password/g, before + 1)).toBe(before + 1);
    });

    it('refuses an invalid private key as a bad credential', async () => {
      const error = await refusal(
        proveLogin(target({ credential: { userName: 'deploy', privateKey: new Redacted(canary) } })),
      );
      expect(error.reason).toBe('authentication');
      expect(error.message).not.toContain(canary);
    });

    it('asks for the host key once, shows the real one, and sends no user name when it is not trusted', async () => {
      const shown: Buffer[] = [];
      const verifyHostKey = async (key: Buffer) => shown.push(key) < 0;
      const credential = { userName: 'nobody-yet', password };
      const error = await refusal(proveLogin(target({ verifyHostKey, credential })));
      expect(error.reason).toBe('host-key');
      expect(await server.hostKeys()).toContain(publicKeyFromWire(shown[0]!).authorizedKey);
      expect(shown).toHaveLength(1);
      expect(await server.log()).not.toContain('nobody-yet');
    });

    it('treats an exception of the verifier as a refusal', async () => {
      const verifyHostKey = () => Promise.reject(new Error('database away'));
      expect((await refusal(proveLogin(target({ verifyHostKey })))).reason).toBe('host-key');
    });

    it('asks for the type of the pinned key first', async () => {
      const types: string[] = [];
      const verifyHostKey = async (key: Buffer) => types.push(publicKeyFromWire(key).type) > 0;
      await proveLogin(target({ verifyHostKey }));
      await proveLogin(target({ verifyHostKey, hostKeyType: 'ecdsa-sha2-nistp256' }));
      expect(types).toEqual(['ssh-ed25519', 'ecdsa-sha2-nistp256']);
    });
  });
});

describe('logging in on servers that misbehave', () => {
  const servers: { close(): unknown }[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.close()));

  async function listen(server: Server | ssh2.Server): Promise<number> {
    servers.push(server);
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }
  const target = (port: number): TargetOptions => ({
    host: '127.0.0.1',
    port,
    credential: { userName: 'root', password: new Redacted(canary) },
    verifyHostKey: async () => true,
    timeoutMs: 1500,
  });
  async function sshServer(serve: (client: ssh2.Connection) => void, algorithms?: ssh2.Algorithms): Promise<number> {
    const { privateKey } = await generateSshKeyPair('rsa-3072');
    return listen(new ssh2.Server({ hostKeys: [privateKey.reveal()], algorithms }, serve));
  }

  it('says nothing: a timeout', async () => {
    const port = await listen(createServer(() => undefined));
    expect((await refusal(proveLogin(target(port)))).reason).toBe('timeout');
  });

  it('does not exist: unreachable', async () => {
    const port = await listen(createServer());
    servers.splice(0).forEach((server) => server.close());
    expect((await refusal(proveLogin(target(port)))).reason).toBe('unreachable');
  });

  it('hangs up immediately, or after its version: closed', async () => {
    const atOnce = await listen(createServer((socket) => socket.end()));
    const later = await listen(createServer((socket) => socket.end('SSH-2.0-x\r\n')));
    expect((await refusal(proveLogin(target(atOnce)))).reason).toBe('closed');
    expect((await refusal(proveLogin(target(later)))).reason).toBe('closed');
  });

  it.each<[string, ssh2.Algorithms, string, string]>([
    ['key exchange', { kex: ['diffie-hellman-group1-sha1'] }, 'curve25519-sha256', 'diffie-hellman-group1-sha1'],
    ['host key', { serverHostKey: ['ssh-rsa'] }, 'ssh-ed25519', 'ssh-rsa'],
    ['cipher', { cipher: ['3des-cbc', 'aes128-cbc'] }, 'aes256-ctr', '3des-cbc,aes128-cbc'],
    ['MAC', { cipher: ['aes256-ctr'], hmac: ['hmac-md5'] }, 'hmac-sha2-256-etm@openssh.com', 'hmac-md5'],
  ])('has no %s in common: both lists are named', async (kind, algorithms, ours, theirs) => {
    const port = await sshServer((client) => client.on('error', () => undefined), algorithms);
    const { reason, message } = await refusal(proveLogin(target(port)));
    const [, here, there] = /^no (?:.+) in common; here: (.*); there: (.*)$/.exec(message) ?? [];
    expect({ reason, here: here?.split(','), there }).toEqual({
      reason: 'no-algorithm',
      here: expect.arrayContaining([ours]),
      there: expect.stringContaining(theirs),
    });
    expect(message).toContain(`no ${kind} in common`);
  });

  it('speaks something else: protocol, in one printable line', async () => {
    const port = await listen(createServer((socket) => socket.write(`SSH-2.0-x\r\n${'\u001b[2J\n'.repeat(500)}`)));
    const error = await refusal(proveLogin(target(port)));
    expect(error.reason).toBe('protocol');
    expect(error.message).toMatch(/^[\x20-\x7e…]{1,250}$/);
  });

  it('disconnects with control characters in the text: none of them is in the message', async () => {
    const port = await sshServer((client) => {
      client.on('error', () => undefined);
      client.on('authentication', () => {
        const { _protocol: protocol } = client as unknown as { _protocol: { disconnect(reason: number): void } };
        protocol.disconnect(2);
      });
    });
    const error = await refusal(proveLogin(target(port)));
    expect(error.reason).toBe('protocol');
    expect(error.message).not.toContain(canary);
  });

  it.each([
    [
      'two prompts',
      [
        { prompt: 'Password: ', echo: false },
        { prompt: 'Also: ', echo: false },
      ],
    ],
    ['a prompt that echoes', [{ prompt: 'Password: ', echo: true }]],
  ])('asks with %s: refused, and no answer is given', async (_name, prompts) => {
    const answers: unknown[] = [];
    const port = await sshServer((client) => {
      client.on('error', () => undefined);
      client.on('authentication', (context) => {
        if (context.method === 'keyboard-interactive') return context.prompt(prompts, (given) => answers.push(given));
        context.reject(['keyboard-interactive']);
      });
    });
    expect((await refusal(proveLogin(target(port)))).reason).toBe('authentication');
    expect(answers.flat()).not.toContain(canary);
  });

  it('asks a second time: the password was given once', async () => {
    const answers: unknown[] = [];
    const port = await sshServer((client) => {
      client.on('error', () => undefined);
      client.on('authentication', (context) => {
        if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
        const ask = () =>
          context.prompt([{ prompt: 'Password: ', echo: false }], (given) => (answers.push(given), ask()));
        ask();
      });
    });
    expect((await refusal(proveLogin(target(port)))).reason).toBe('authentication');
    expect(answers).toEqual([[canary]]);
  });

  it('has only keyboard-interactive: the password answers its prompt', async () => {
    const port = await sshServer((client) => {
      client.on('error', () => undefined);
      client.on('authentication', (context) => {
        if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
        context.prompt([{ prompt: 'Password: ', echo: false }], (given) =>
          given[0] === canary ? context.accept() : context.reject(),
        );
      });
    });
    await expect(proveLogin(target(port))).resolves.toBeUndefined();
  });
});
