import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import { generateSshKeyPair, type SshKeyPair } from '../../src/ssh/keys.ts';
import { RotatedSecret, type Management } from '../rotation/rotation-setting.ts';
import { refusal } from '../support/api-clients.ts';
import { describeWithSshdAnd } from '../support/requirements.ts';
import { EcsApplication } from './ecs-application.ts';

/** `csh` is Debian's bsd-csh, whose words are limited to 1,024 bytes; `ash` is BusyBox's. */
const shells = {
  sh: '/bin/sh',
  bash: '/bin/bash',
  zsh: '/bin/zsh',
  fish: '/usr/bin/fish',
  tcsh: '/bin/tcsh',
  csh: '/bin/bsd-csh',
  ash: '/etc/ash',
};
const names = Object.keys(shells);
const programs = ['bash', 'zsh', 'fish', 'tcsh', 'bsd-csh', 'busybox', 'sudo'];

// Quotes, a history expansion, a variable and an escape.
const awkward = '\'"!$HOME\\n`';
const password = new Redacted(randomAlphanumeric(20));

describeWithSshdAnd(programs, 'a server whose accounts have the login shell', () => {
  let ecs: EcsApplication;
  let target: SshdInstance;
  let pair: SshKeyPair;

  // Each shell has an account that manages the server, using sudo with its password, and one without any privileges.
  beforeAll(async () => {
    ecs = await EcsApplication.start();
    pair = await generateSshKeyPair('ed25519');
    const authorizedKeys = [pair.publicKey];
    const users = names.flatMap((name) => [`${name}-admin`, `${name}-user`]);
    target = await startSshdInstance({ users: users.map((name) => ({ name, password, authorizedKeys })) });
    await target.run(['ln', '-s', '/bin/busybox', shells.ash]);
    for (const [name, shell] of Object.entries(shells)) {
      for (const user of [`${name}-admin`, `${name}-user`]) await target.run(['usermod', '-s', shell, user]);
      await target.run(['sh', '-c', `echo '${name}-admin ALL=(ALL) ALL' >/etc/sudoers.d/${name}`]);
    }
  });
  afterAll(async () => {
    await target.stop();
    await ecs.app.stop();
  });

  const admin = (shell: string) => ({ userName: `${shell}-admin`, password });
  const passwordOf = (UserName: string) => ({ UserName, Password: password.reveal() });
  const keyOf = (UserName: string) => ({
    UserName,
    PublicKey: pair.publicKey,
    PrivateKey: pair.privateKey.reveal(),
  });
  const secretOf = (account: { UserName: string }, management: Management) =>
    RotatedSecret.create(ecs.app, target, account as never, { management });

  async function dryRun(account: { UserName: string }, management: Management): Promise<string | undefined> {
    const { name: SecretName } = await secretOf(account, management);
    const request = { SecretName, VersionId: 'v2', DryRun: true };
    return (await refusal(ecs.app.pop('kms').request('RotateSecret', request))).code;
  }

  /** Rotates the secret. Returns whether that took no failed attempt and the new value logs on. */
  async function works(account: { UserName: string }, management: Management): Promise<boolean> {
    const secret = await secretOf(account, management);
    return (await secret.accepts(await secret.rotated('v2'))) && (await secret.row()).failures === 0;
  }

  it.each(names)('%s: runs commands, as root and as another user with that shell', async (shell) => {
    const management = { ManagementUserName: `${shell}-admin`, ManagementPassword: password.reveal() };
    const instanceId = await ecs.registerTarget(target, management);
    const content = `id -un; printf '%s\n' '${awkward.replaceAll("'", `'\\''`)}'; exit 3`;
    const result = { ErrorCode: 'ExitCodeNonzero', ExitCode: 3 };
    const Username = `${shell}-user`;
    const results = await Promise.all([ecs.run(instanceId, content), ecs.run(instanceId, content, { Username })]);
    expect(results).toMatchObject([
      { ...result, Output: `root\n${awkward}\n` },
      { ...result, Output: `${Username}\n${awkward}\n` },
    ]);
  });

  it.each(names)('%s: a dry run says that a rotation would succeed, by each login', async (shell) => {
    const user = `${shell}-user`;
    const would = 'DryRunOperationError';
    const codes = await Promise.all([
      dryRun(passwordOf(user), admin(shell)),
      dryRun(keyOf(user), admin(shell)),
      dryRun(passwordOf(user), 'none'),
      dryRun(keyOf(user), 'none'),
    ]);
    expect(codes).toEqual([would, would, would, would]);
  });

  it.each(['csh', 'fish'])('%s: a rotation succeeds, by each login', async (shell) => {
    const user = `${shell}-user`;
    expect(await works(keyOf(user), 'none')).toBe(true);
    await target.run(['sh', '-c', 'cat >>"$1"', 'sh', `/home/${user}/.ssh/authorized_keys`], `${pair.publicKey}\n`);
    expect(await works(keyOf(user), admin(shell))).toBe(true);
    expect(await works(passwordOf(user), 'none')).toBe(true);
    await target.run(['chpasswd'], `${user}:${password.reveal()}\n`);
    expect(await works(passwordOf(user), admin(shell))).toBe(true);
  });
});
