import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrokerService } from '../../src/broker/broker.ts';
import { finish, type Outcome } from '../../src/demo/openssh-client.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import { describeWithSshdAnd } from '../support/requirements.ts';
import { account, BrokerUnderTest, engineerPassword, said, type Server } from './broker-under-test.ts';

const modules = ['asyncssh', 'paramiko'].map((name) => `/usr/lib/python3/dist-packages/${name}`);
const programs = ['dbclient', 'plink', 'psftp', 'curl', '/usr/bin/python3', ...modules];
const user = `alice@${account}@web-01`;
const password = engineerPassword.reveal();

describeWithSshdAnd(programs, "a client other than today's OpenSSH", () => {
  let broker: BrokerUnderTest;
  let web: Server;
  let aliceId: string;
  let folder: string;
  let passwordFile: string;
  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    web = await broker.server('web-01');
    aliceId = await broker.engineer('alice', [web]);
    await web.sshd.run(['sh', '-c', `echo hello >/home/${account}/greeting`]);
    folder = await mkdtemp(join(tmpdir(), 'other-clients-'));
    passwordFile = await write('password', `${password}\n`);
  });
  afterAll(async () => {
    await broker.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function write(name: string, text: string): Promise<string> {
    await writeFile(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  }

  const run = (command: readonly string[], input = '', more: Record<string, string> = {}): Promise<Outcome> =>
    finish(spawn(command[0]!, command.slice(1), { env: { PATH: process.env['PATH'], HOME: folder, ...more } }), {
      input,
    });
  const text = ({ stdout }: Outcome) => stdout.toString().replaceAll('\r\n', '\n');

  it('dbclient, which guesses the key exchange', async () => {
    const place = ['-y', '-y', '-p', String(broker.port), '-l', user, '127.0.0.1'];
    const outcome = await run(['dbclient', ...place, 'cat greeting'], '', { DROPBEAR_PASSWORD: password });
    expect([text(outcome), outcome.status]).toEqual(['hello\n', 0]);
  });

  const putty = () => {
    const fingerprint = broker.app.get(BrokerService).hostKeyFingerprints[0]!.split(' ')[1]!;
    const place = ['-P', String(broker.port), '-l', user, '-pwfile', passwordFile];
    return ['-batch', '-hostkey', fingerprint, ...place];
  };

  it('plink', async () => {
    const outcome = await run(['plink', ...putty(), '127.0.0.1', 'cat greeting']);
    expect([text(outcome), outcome.status]).toEqual(['hello\n', 0]);
  });

  it('psftp', async () => {
    const script = await write('psftp-script', `get greeting ${join(folder, 'got')}\nls\n`);
    const outcome = await run(['psftp', ...putty(), '-b', script, '127.0.0.1']);
    expect(outcome.status).toBe(0);
    expect(text(outcome)).toContain('greeting');
    expect(text(await run(['cat', join(folder, 'got')]))).toBe('hello\n');
  });

  it('curl over sftp://', async () => {
    const url = `sftp://127.0.0.1:${broker.port}/home/${account}/greeting`;
    const outcome = await run(['curl', '-sS', '-K', '-'], `url = "${url}"\nuser = "${user}:${password}"\ninsecure\n`);
    expect([text(outcome), outcome.status]).toEqual(['hello\n', 0]);
  });

  it('asyncssh with an RSA key, whose symbolic links are made the right way round', async () => {
    const { publicKey, privateKey } = await generateSshKeyPair('rsa-3072');
    const PublicKey = Buffer.from(publicKey).toString('base64');
    await broker.bastionhost('CreateUserPublicKey', { UserId: aliceId, PublicKeyName: 'asyncssh', PublicKey });
    const keyFile = await write('rsa.key', privateKey.reveal());
    const link = `/home/${account}/link`;
    const login = JSON.stringify({ port: broker.port, user, keyFile, link });
    const outcome = await run(['/usr/bin/python3', 'test/broker/clients/asyncssh-client.py'], login);
    expect([text(outcome), outcome.stderr, outcome.status]).toEqual(['hello\n', '', 0]);
    expect(await web.sshd.run(['readlink', link])).toBe('where-it-leads\n');
  });

  it('paramiko', async () => {
    const login = JSON.stringify({ port: broker.port, user, password });
    const outcome = await run(['/usr/bin/python3', 'test/broker/clients/paramiko-client.py'], login);
    expect([text(outcome), outcome.stderr, outcome.status]).toEqual(['hello\n', '', 0]);
  });

  it.each([
    ['a MAC that is not encrypt-then-MAC', ['-c', 'aes128-ctr', '-m', 'hmac-sha2-256']],
    ['the other one', ['-c', 'aes256-ctr', '-m', 'hmac-sha2-512']],
    ['the largest group', ['-o', 'KexAlgorithms=diffie-hellman-group18-sha512']],
  ])('ssh with nothing but %s', async (_name, flags) => {
    const outcome = await broker.client.ssh(broker.on(web), 'cat greeting', { flags });
    expect([text(outcome), said(outcome), outcome.status]).toEqual(['hello\n', '', 0]);
  });
});
