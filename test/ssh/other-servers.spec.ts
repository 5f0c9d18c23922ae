import { type AddressInfo, connect } from 'node:net';
import ssh2 from 'ssh2';
import { Redacted } from '../../src/common/redacted.ts';
import { firstFreePort } from '../../src/demo/loopback-port.ts';
import { findProgram } from '../../src/demo/programs.ts';
import { type SshdInstance, startSshdInstance } from '../../src/demo/sshd-instance.ts';
import { legacyKeyExchanges } from '../../src/ssh/algorithms.ts';
import { generateSshKeyPair, type SshKeyPair } from '../../src/ssh/keys.ts';
import { protocolOf } from '../../src/ssh/ssh2-internals.ts';
import { proveLogin } from '../../src/ssh/remote-command.ts';
import type { TargetOptions } from '../../src/ssh/target-login.ts';
import { eventually } from '../support/eventually.ts';
import { isListening } from '../support/is-listening.ts';
import { refusal } from '../support/refusal.ts';
import { describeWithSshdAnd } from '../support/requirements.ts';
import { runRemotely } from '../support/run-remotely.ts';

describeWithSshdAnd(['dropbear', 'dropbearkey'], 'real servers', () => {
  const password = new Redacted('correct horse');
  let pair: SshKeyPair;
  let server: SshdInstance;
  let standIn: ssh2.Server | undefined;
  beforeAll(async () => {
    pair = await generateSshKeyPair('rsa-3072');
    server = await startSshdInstance({ users: [{ name: 'deploy', password, authorizedKeys: [pair.publicKey] }] });
    await server.run(['ssh-keygen', '-q', '-t', 'rsa', '-N', '', '-f', '/etc/ssh/ssh_host_rsa_key']);
  });
  afterAll(async () => {
    standIn?.close();
    await server?.stop();
  });

  const target = (port: number, change: Partial<TargetOptions> = {}): TargetOptions => ({
    host: server.address,
    port,
    credential: { userName: 'deploy', password },
    verifyHostKey: async () => true,
    timeoutMs: 20_000,
    ...change,
  });

  /** Starts another server inside, which moves to the background by itself; returns its port. */
  const start = (command: (port: number) => readonly string[]) =>
    firstFreePort(async (port) => {
      if (await isListening(port)) return false;
      await server.run(command(port));
      await eventually('the server listens', () => answers(port));
      return true;
    });
  const sshd = (...settings: string[]) =>
    start((port) => {
      const options = ['HostKey=/etc/ssh/ssh_host_rsa_key', ...settings].flatMap((setting) => ['-o', setting]);
      return [findProgram('sshd')!, '-f', '/etc/ssh/sshd_config', '-p', String(port), ...options];
    });

  it.each([
    ['only MACs that are not encrypt-then-MAC', 'Ciphers=aes256-ctr', 'MACs=hmac-sha2-512,hmac-sha2-256'],
    ['only chacha20', 'Ciphers=chacha20-poly1305@openssh.com'],
    ['only group exchange', 'KexAlgorithms=diffie-hellman-group-exchange-sha256'],
    ['only the largest group', 'KexAlgorithms=diffie-hellman-group18-sha512'],
  ])('%s: a login is proved', async (_name, ...settings) => {
    await expect(proveLogin(target(await sshd(...settings)))).resolves.toBeUndefined();
  });

  it.each([
    ['MAC', ['Ciphers=aes128-ctr', 'MACs=hmac-sha1']],
    ['cipher', ['Ciphers=aes128-cbc']],
    ['host key', ['HostKeyAlgorithms=ssh-rsa']],
    ['key exchange', ['KexAlgorithms=diffie-hellman-group1-sha1']],
  ])('a %s of old and nothing else: only where SHA-1 and older are allowed', async (kind, settings) => {
    const port = await sshd(...settings);
    const { message } = await refusal(proveLogin(target(port)));
    expect(message).toContain(`no ${kind} in common; here: `);
    await proveLogin(target(port, { legacyAlgorithms: true }));
  });

  it.each(legacyKeyExchanges)(
    'is offered %s first where that is preferred, and is the only one it knows',
    async (kex) => {
      const old = ['MACs=hmac-sha1', 'Ciphers=3des-cbc', 'HostKeyAlgorithms=ssh-rsa'];
      const port = await sshd(`KexAlgorithms=${kex}`, ...old);
      await expect(proveLogin(target(port, { preferredKeyExchange: kex }))).resolves.toBeUndefined();
    },
  );

  it('no word about signatures (a stand-in: no sshd of today is so old): RSA keys sign with SHA-1 only where that is allowed', async () => {
    const port = await listenWithoutExtensions();
    const credential = { userName: 'deploy', privateKey: pair.privateKey };
    const { message } = await refusal(proveLogin(target(port, { credential })));
    expect(message).toBe('the server accepts RSA signatures with SHA-1 only');
    await proveLogin(target(port, { credential, legacyAlgorithms: true }));
  });

  async function listenWithoutExtensions(): Promise<number> {
    standIn = new ssh2.Server({ hostKeys: [pair.privateKey.reveal()] }, (connection) => {
      const protocol = protocolOf(connection);
      const { _onHandshakeComplete: complete } = protocol;
      protocol._onHandshakeComplete = (...negotiated) => {
        protocol._kex.remoteExtInfoEnabled = false;
        complete(...negotiated);
      };
      connection.on('error', () => undefined).on('authentication', (context) => context.accept());
    });
    await new Promise<void>((resolve) => void standIn!.listen(0, '127.0.0.1', resolve));
    return (standIn.address() as AddressInfo).port;
  }

  describe('Dropbear', () => {
    let port: number;
    beforeAll(async () => {
      await server.run(['dropbearkey', '-t', 'ed25519', '-f', '/etc/dropbear_key']);
      port = await start((free) => ['dropbear', '-p', `127.0.0.1:${free}`, '-r', '/etc/dropbear_key', '-P', '/run/db']);
    });

    it.each(['password', 'key'])('a command runs there, logged in by %s', async (method) => {
      const secret = method === 'key' ? { privateKey: pair.privateKey } : { password };
      const login = target(port, { credential: { userName: 'deploy', ...secret } });
      const stdin = new Redacted(Buffer.alloc(1_000_000, 'x'));
      const limits = { timeoutMs: 20_000, maxOutputBytes: 1000 };
      const { stdout } = await runRemotely(login, { command: 'id -un; wc -c', stdin, ...limits });
      expect(stdout.toString().split(/\s+/)).toEqual(['deploy', '1000000', '']);
    });
  });
});

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('data', () => resolve(true)).once('error', () => resolve(false));
    socket.once('data', () => socket.destroy());
  });
}
