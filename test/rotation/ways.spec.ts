import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import { describeWithSshd, describeWithSshdAnd } from '../support/requirements.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { RotatedSecret, type Management } from './rotation-setting.ts';

const password = randomAlphanumeric(20);
const data = { UserName: 'ops', Password: password };
const admin = { userName: 'admin', password: new Redacted(randomAlphanumeric(20)) };

/** An application and a server with the accounts `ops`, whose credential is rotated, and `admin`. */
function setUp() {
  const setting = {} as { app: TestApplication; target: SshdInstance };
  beforeAll(async () => {
    setting.app = await startTestApplication();
  });
  afterAll(() => setting.app.stop());
  beforeEach(async () => {
    setting.target = await startSshdInstance({
      users: [
        { name: 'ops', password: new Redacted(password) },
        { name: 'admin', password: admin.password },
      ],
    });
  });
  afterEach(() => setting.target.stop());
  const newSecret = (management: Management, secretData: typeof data | Record<string, string> = data) =>
    RotatedSecret.create(setting.app, setting.target, secretData as typeof data, { management });
  const write = (file: string, text: string) =>
    setting.target.run(['sh', '-c', 'umask 077; cat >"$1"', 'sh', file], text);
  const failedLogins = async () =>
    (await setting.target.log()).split('\n').filter((line) => line.includes('Failed password for ops')).length;
  return { setting, newSecret, write, failedLogins };
}

/** Rotates the secret. Returns whether that took no failed attempt and the host accepts the new value. */
async function works(secret: RotatedSecret, versionId: string): Promise<boolean> {
  const isAccepted = await secret.accepts(await secret.rotated(versionId));
  return isAccepted && (await secret.row()).failures === 0;
}

async function expectFails(secret: RotatedSecret, failure: string): Promise<void> {
  await secret.rotate('v2');
  await secret.reaches('failed');
  expect(await secret.row()).toMatchObject({ failure });
  expect(await secret.version()).toMatchObject({ VersionId: 'v1' });
  expect(await secret.accepts(await secret.credential())).toBe(true);
}

describeWithSshdAnd(['sudo'], 'a rotation through an account that may use sudo', () => {
  const { setting, newSecret, write } = setUp();
  const allow = (rule: string) => write('/etc/sudoers.d/admin', `admin ALL=(ALL) ${rule}\n`);

  it('needs no password where sudo asks for none', async () => {
    await allow('NOPASSWD: ALL');
    expect(await works(await newSecret(admin), 'v2')).toBe(true);
  });

  it('gives sudo the password of the management account', async () => {
    await allow('ALL');
    const secret = await newSecret(admin);
    expect(await works(secret, 'v2')).toBe(true);
    expect(await works(secret, 'v3')).toBe(true);
  });

  it('gives sudo its password where it remembers nothing, and becomes the user whose key it is', async () => {
    await write('/etc/sudoers.d/defaults', 'Defaults timestamp_timeout=0\n');
    await allow('ALL');
    const pair = await generateSshKeyPair('ed25519');
    await setting.target.run(
      ['sh', '-c', 'mkdir -m 700 ~ops/.ssh; cat >~ops/.ssh/authorized_keys; chown -R ops: ~ops/.ssh'],
      pair.publicKey,
    );
    const keys = { UserName: 'ops', PublicKey: pair.publicKey, PrivateKey: pair.privateKey.reveal() };
    expect(await works(await newSecret(admin, keys), 'v2')).toBe(true);
    expect(await setting.target.run(['stat', '-c', '%a %U', '/home/ops/.ssh/authorized_keys'])).toBe('644 ops\n');
  });

  it('shows the password to nobody on the host', async () => {
    await allow('ALL');
    const hidden = admin.password.reveal();
    await setting.target.run(
      ['sh', '-c', 'cp "$(command -v chpasswd)" /etc/chpasswd.real; cat >/etc/chpasswd.new'],
      `#!/bin/sh\n(env; cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ) >/etc/seen 2>/dev/null\nexec /etc/chpasswd.real\n`,
    );
    await setting.target.run([
      'sh',
      '-c',
      'chmod 755 /etc/chpasswd.new; mount --bind /etc/chpasswd.new "$(command -v chpasswd)"',
    ]);
    expect(await works(await newSecret(admin), 'v2')).toBe(true);
    const seen = await setting.target.run(['cat', '/etc/seen']);
    expect(seen).toContain('SUDO_USER=admin');
    expect(seen).not.toContain(hidden);
  });

  it('goes the account’s own way where the management account may not use sudo', async () => {
    expect(await works(await newSecret(admin), 'v2')).toBe(true);
  });

  it('costs one attempt where sudo refuses the password', async () => {
    await write('/etc/sudoers.d/defaults', 'Defaults logfile=/var/log/sudo.log, rootpw\n');
    await allow('ALL');
    expect(await works(await newSecret(admin), 'v2')).toBe(true);
    expect(await setting.target.run(['grep', '-c', '1 incorrect password attempt', '/var/log/sudo.log'])).toBe('1\n');
  });
});

describeWithSshd('a rotation by the account itself', () => {
  const { setting, newSecret, write, failedLogins } = setUp();

  it('changes its password in the dialogue of passwd', async () => {
    const secret = await newSecret('none');
    expect(await works(secret, 'v2')).toBe(true);
    expect(await works(secret, 'v3')).toBe(true);
    expect(await failedLogins()).toBe(0);
  });

  it('takes the place of a management credential that is refused', async () => {
    expect(await works(await newSecret({ ...admin, password: new Redacted('wrong') }), 'v2')).toBe(true);
  });

  it('is refused where the host does not let the user change the password yet', async () => {
    await setting.target.run(['sh', '-c', 'chage -m 5 -d "$(date +%F)" ops']);
    await expectFails(await newSecret('none'), 'PasswordTooYoung');
    expect(await failedLogins()).toBeLessThanOrEqual(2);
  });

  it('is refused when the host’s rules refuse three candidates; not one login fails', async () => {
    await write('/etc/pam.d/passwd', 'password requisite pam_unix.so yescrypt minlen=60\n');
    await expectFails(await newSecret('none'), 'PasswordRefused');
    expect(await failedLogins()).toBe(0);
  });

  it('ends immediately when the current value is wrong: nobody is locked out', async () => {
    const secret = await newSecret('none', { UserName: 'ops', Password: 'never-was-right' });
    await secret.rotate('v2');
    await secret.reaches('failed');
    expect(await secret.row()).toMatchObject({ failure: 'authentication', failures: 0 });
    expect(await failedLogins()).toBe(1);
  });
});
