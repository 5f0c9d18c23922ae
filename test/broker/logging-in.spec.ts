import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrokerService } from '../../src/broker/broker.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { finish } from '../../src/demo/openssh-client.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import { eventually } from '../support/eventually.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { account, BrokerUnderTest, engineerPassword, said, type Server } from './broker-under-test.ts';
import { RawLogins } from './login/raw-logins.ts';

describeWithSshd('logging in to the broker', () => {
  let broker: BrokerUnderTest;
  let logins: RawLogins;
  let web: Server;
  let aliceId: string;

  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    logins = RawLogins.of(broker.app);
    web = await broker.server('web-01');
    aliceId = await broker.engineer('alice', [web]);
  });

  afterAll(async () => {
    logins.stop();
    await broker.stop();
  });

  const loginsOf = async (user: string) =>
    (await broker.audited('Login')).filter((row) => row['on_behalf_of'] === `user/${user}`);

  it.each([
    ['password', ''],
    ['keyboard-interactive', 'Log in as user@account@host to reach a host directly, or as user to choose one.\n'],
  ])('works by %s, and lands on the server', async (method, hint) => {
    const login = broker.on(web, { password: engineerPassword, options: [`PreferredAuthentications ${method}`] });
    const run = await broker.client.ssh(login, 'hostname; id -un');
    expect(run.stdout.toString()).toBe(`web-01\n${account}\n`);
    expect(run.status).toBe(0);
    expect(said(run)).toBe(hint);
  });

  it.each(['ed25519', 'rsa-3072', 'ecdsa-p256'] as const)('works by a public key of the user (%s)', async (kind) => {
    const { publicKey, privateKey } = await generateSshKeyPair(kind);
    const PublicKey = Buffer.from(publicKey).toString('base64');
    await broker.bastionhost('CreateUserPublicKey', { UserId: aliceId, PublicKeyName: kind, PublicKey });
    const run = await broker.client.ssh(broker.on(web, { privateKey }), 'hostname');
    expect(run.stdout.toString()).toBe('web-01\n');
    expect(run.status).toBe(0);
  });

  it.each(['rsa-sha2-512', 'rsa-sha2-256'])('accepts RSA signatures with %s', async (algorithm) => {
    const { publicKey, privateKey } = await generateSshKeyPair('rsa-3072');
    const PublicKey = Buffer.from(publicKey).toString('base64');
    await broker.bastionhost('CreateUserPublicKey', { UserId: aliceId, PublicKeyName: algorithm, PublicKey });
    const login = broker.on(web, { privateKey, options: [`PubkeyAcceptedAlgorithms ${algorithm}`] });
    const run = await broker.client.ssh(login, 'hostname', { flags: ['-vvv'] });
    expect(run.stderr).toContain(`signing using ${algorithm} `);
    expect(run.stdout.toString()).toBe('web-01\n');
  });

  it('finds the host by its name, its id and its address', async () => {
    for (const host of [web.name, web.hostId, web.sshd.address]) {
      const run = await broker.client.ssh(broker.login(`alice@${account}@${host}`), 'hostname');
      expect(run.stdout.toString()).toBe('web-01\n');
    }
  });

  it('accepts the name as people type it, before the last @', async () => {
    const login = broker.login('nobody', { password: engineerPassword });
    const run = await broker.client.ssh(login, 'hostname', { destination: `alice@${account}@web-01@127.0.0.1` });
    expect(run.stdout.toString()).toBe('web-01\n');
  });

  it('reads the secret anew for each connection: ListSecrets and GetSecretValue, for the engineer', async () => {
    const before = (await broker.audited('GetSecretValue')).length;
    await broker.client.ssh(broker.on(web), 'true');
    const [connect] = (await broker.audited('Connect')).slice(-1);
    const calls = await broker.query('select * from audit_events where request_id = $1 order by at, sequence', [
      connect?.['request_id'],
    ]);
    expect(calls.map(({ product, action, result }) => `${product} ${action} ${result}`).sort()).toEqual([
      'broker Connect OK',
      'broker Login OK',
      'kms GetSecretValue OK',
      'kms ListSecrets OK',
    ]);
    expect(new Set(calls.map((row) => row['on_behalf_of']))).toEqual(new Set(['user/alice']));
    expect(new Set(calls.map((row) => row['source_address']))).toEqual(new Set(['127.0.0.1']));
    expect(connect?.['resource']).toMatch(new RegExp(`^acs:yundun-bastionhost:.*:host/${web.hostId}$`));
    expect(await broker.audited('GetSecretValue')).toHaveLength(before + 1);
  });

  /** Waits for the row of a connection that was refused: it is written after the engineer has read why. */
  async function isInTrail(line: string): Promise<void> {
    const id = /\(request ([\dA-F-]+)\)\n$/.exec(line)?.[1];
    const isThere = async () => (await broker.audited('Connect')).some((row) => row['request_id'] === id);
    await eventually('its row is there', isThere);
  }

  it('without a target: after the password one line says how to name it', async () => {
    const run = await broker.client.ssh(broker.login('alice'), 'hostname');
    expect(run.status).toBe(255);
    expect(said(run)).toMatch(/^sallyport: user@account@host leads .*\nsallyport: .* \(request [\dA-F-]+\)\n$/);
    expect(run.stdout.toString()).toBe('');
  });

  it.each(['alice@@web-01', 'alice@root@', 'alice@root@ｗeb-01'])(
    'Z7: %j names a target that does not exist',
    async (name) => {
      const run = await broker.client.ssh(broker.login(name), 'hostname');
      expect(run.status).toBe(255);
      expect(said(run)).toMatch(/^sallyport: the host or the account does not exist, .* \(request [\dA-F-]+\)\n$/);
      await isInTrail(said(run));
    },
  );

  it.each([
    ['a NUL behind the target', `alice@${account}@web-01\0`, 'in'],
    ['a line break behind the target', `alice@${account}@web-01\n`, 'in'],
    ['a path to the target', `alice@${account}@../web-01`, 'in'],
    ['a command of a shell', `alice@${account}@$(web-01)`, 'in'],
    ['the target percent-encoded', `alice@${account}@web%2D01`, 'in'],
    ['a NUL in the user name', `alice\0@${account}@web-01`, 'refused'],
    ['a line break before the user name', `\nalice@${account}@web-01`, 'refused'],
    ['a look-alike of the user name', `ａlice@${account}@web-01`, 'refused'],
    ['other separators', `alice+${account}%web-01`, 'refused'],
    ['a colon', `alice:${account}@web-01`, 'refused'],
    ['500 at signs', '@'.repeat(500), 'refused'],
    ['64 KiB', `alice@${account}@${'a'.repeat(65_536)}`, 'ended'],
  ])('Z7: with %s in its name a raw client is connected to nothing', async (_what, name, outcome) => {
    const connected = async () => (await broker.audited('Connect')).map(({ result }) => result);
    const before = await connected();
    expect(await logins.password(name, engineerPassword.reveal())).toBe(outcome);
    const expected = outcome === 'in' ? [...before, 'TargetNotGranted'] : before;
    await eventually('it is decided', async () => (await connected()).length >= expected.length);
    expect(await connected()).toEqual(expected);
  });

  describe('A9: is refused with the same message and one row per connection,', () => {
    const wrong = new Redacted('Wrong-horse-7');

    it.each([
      ['for a wrong password', 'alice', 'alice'],
      ['for a user who does not exist', 'mallory', 'mallory'],
      ['for a name that nobody can have', 'al\u200bice', 'al\\u{200b}ice'],
    ])('%s', async (_, typed, shown) => {
      const login = broker.login(`${typed}@${account}@web-01`, { password: wrong });
      const run = await broker.client.ssh(login, 'hostname');
      expect(run.status).toBe(255);
      expect(said(run)).toMatch(/: Permission denied \(publickey,password,keyboard-interactive\)\.\n$/);
      const user = `${shown}@${account}@web-01`;
      await eventually('the row', async () => (await loginsOf(user)).length > 0);
      expect((await loginsOf(user)).map(({ result }) => result)).toEqual(['AuthenticationFailed']);
    });

    it('for a key that is not hosted, however many are offered', async () => {
      const { privateKey } = await generateSshKeyPair('ed25519');
      const user = `bob@${account}@web-01`;
      await broker.client.ssh(broker.login(user, { privateKey }), 'hostname');
      await broker.client.ssh(
        broker.login(user, { privateKey, password: wrong, options: ['PreferredAuthentications publickey,password'] }),
        'true',
      );
      await eventually('both rows', async () => (await loginsOf(user)).length >= 2);
      const rows = await loginsOf(user);
      expect(rows.map(({ result }) => result)).toEqual(['AuthenticationFailed', 'AuthenticationFailed']);
    });
  });

  it('succeeds after a wrong password, and leaves a row of each', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'second-try-'));
    const askPass = join(folder, 'askpass');
    const answer = `if mkdir ${folder}/asked; then echo wrong; else echo '${engineerPassword.reveal()}'; fi`;
    await writeFile(askPass, `#!/bin/sh\n${answer} 2>/dev/null\n`, { mode: 0o700 });
    const login = broker.on(web, { options: ['NumberOfPasswordPrompts 2'] });
    const { configuration, environment } = await broker.client.prepare(login);
    const env = { ...environment, SSH_ASKPASS: askPass };
    const run = await finish(spawn('ssh', ['-F', configuration, 'target', 'hostname'], { env }));
    await rm(folder, { recursive: true });
    expect(run.stdout.toString()).toBe('web-01\n');
    const failed = (await loginsOf(`alice@${account}@web-01`)).at(-1);
    expect(failed).toMatchObject({ result: 'AuthenticationFailed' });
    expect((await loginsOf('alice')).at(-1)).toMatchObject({ result: 'OK' });
  });

  it('shows the host keys whose fingerprints are logged at the start', async () => {
    const shown = await Promise.all(
      ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'rsa-sha2-512'].map(async (algorithm) => {
        const login = broker.login('alice', {
          password: engineerPassword,
          options: [`HostKeyAlgorithms ${algorithm}`, 'FingerprintHash sha256'],
        });
        const { stderr } = await broker.client.ssh({ ...login, hostKeys: undefined }, 'true', { flags: ['-v'] });
        return /Server host key: (\S+ SHA256:\S+)/.exec(stderr)?.[1];
      }),
    );
    expect(shown).toEqual(broker.app.get(BrokerService).hostKeyFingerprints);
  });
});
