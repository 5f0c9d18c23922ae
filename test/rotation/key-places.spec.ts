import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import { generateSshKeyPair, type SshKeyPair } from '../../src/ssh/keys.ts';
import { refusal } from '../support/api-clients.ts';
import { busyboxServerPrograms, startBusyboxServer } from '../support/busybox-server.ts';
import { describeWithSshdAnd } from '../support/requirements.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { useCheapCandidates } from './cheap-candidates.ts';
import { credentialOf, RotatedSecret, type Management } from './rotation-setting.ts';

const graceMs = 60_000;

let app: TestApplication;
let pair: SshKeyPair;
beforeAll(async () => {
  app = await startTestApplication();
  pair = await generateSshKeyPair('ed25519', 'first');
});
afterAll(() => app.stop());

const dataOf = (UserName: string) => ({ UserName, PublicKey: pair.publicKey, PrivateKey: pair.privateKey.reveal() });

async function dryRun(secret: RotatedSecret): Promise<{ code: string; message: string }> {
  const request = { SecretName: secret.name, VersionId: 'v2', DryRun: true };
  return refusal(app.pop('kms').request('RotateSecret', request));
}

/** Expects what the dry run promises: in the end only the new keys are let in. */
async function expectChanged(secrets: Record<string, RotatedSecret>): Promise<void> {
  const each = (work: (secret: RotatedSecret, user: string) => Promise<unknown>) =>
    Promise.all(Object.entries(secrets).map(([user, secret]) => work(secret, user)));
  await each(async (secret, user) =>
    expect({ user, ...(await dryRun(secret)) }).toMatchObject({ code: 'DryRunOperationError' }),
  );
  await each((secret) => secret.rotated('v2'));
  app.clock.advance(graceMs);
  await each((secret) => secret.reaches('finished'));
  await each(async (secret, user) => {
    const isAccepted = [
      await secret.accepts(await secret.credential()),
      await secret.accepts(credentialOf(dataOf(user))),
    ];
    const levels = (await secret.events()).map(({ level }) => level);
    expect({ user, isAccepted, levels }).toEqual({ user, isAccepted: [true, false], levels: ['INFO'] });
  });
}

async function publicKeyOf(secret: RotatedSecret): Promise<string> {
  return (JSON.parse((await secret.version()).SecretData) as { PublicKey: string }).PublicKey;
}

/** What sshd is told about an account, and what root does in the home with its key, which is `$key`. */
interface Place {
  readonly sshd?: readonly string[];
  readonly prepare?: string;
}

const central = 'AuthorizedKeysFile /etc/ssh/keys/%u';
const toCentral =
  'echo "no-pty $key" >/etc/ssh/keys/$user; chmod 644 /etc/ssh/keys/$user; rm $home/.ssh/authorized_keys';
const byProgram = ['AuthorizedKeysCommand /bin/cat /etc/ssh/named', 'AuthorizedKeysCommandUser nobody'];

const places = {
  plain: {},
  second: {
    sshd: ['AuthorizedKeysFile .ssh/authorized_keys .ssh/authorized_keys2'],
    prepare: 'mv $home/.ssh/authorized_keys $home/.ssh/authorized_keys2',
  },
  everywhere: {
    sshd: ['AuthorizedKeysFile .ssh/authorized_keys %h/.ssh/authorized_keys2 /etc/ssh/keys/%u'],
    prepare: `cp -p $home/.ssh/authorized_keys $home/.ssh/authorized_keys2; ${toCentral}; cp -p $home/.ssh/authorized_keys2 $home/.ssh/authorized_keys`,
  },
  homeless: { sshd: [central], prepare: `${toCentral}; rm -r $home` },
  owner: { sshd: [central], prepare: `${toCentral}; chown $user /etc/ssh/keys/$user; chmod 600 /etc/ssh/keys/$user` },
  numbered: {
    sshd: ['AuthorizedKeysFile /etc/ssh/k%%/%U.keys'],
    prepare: 'mkdir -m 755 /etc/ssh/k%; mv $home/.ssh/authorized_keys /etc/ssh/k%/$(id -u $user).keys',
  },
  linked: { sshd: ['AuthorizedKeysFile /etc/ssh/link/%u'], prepare: `${toCentral}; ln -s keys /etc/ssh/link` },
  beside: { sshd: ['AuthorizedKeysFile /etc/ssh/empty .ssh/authorized_keys'], prepare: ': >/etc/ssh/empty' },
  sudoed: { sshd: [`Match User sudoed Address 127.0.0.0/8 LocalAddress 127.0.0.1`, central], prepare: toCentral },
  shared: { sshd: ['AuthorizedKeysFile /etc/ssh/shared'], prepare: 'echo "$key" >/etc/ssh/shared' },
  open: {
    sshd: ['AuthorizedKeysFile .ssh/authorized_keys /etc/ssh/keys/../open/%u'],
    prepare: 'mkdir -m 777 /etc/ssh/open; echo "$key" >/etc/ssh/open/$user',
  },
  owned: {
    sshd: ['AuthorizedKeysFile /etc/ssh/own/%u/keys'],
    prepare: 'mkdir /etc/ssh/own; mv $home/.ssh /etc/ssh/own/$user; cd /etc/ssh/own/$user; mv authorized_keys keys',
  },
  named: { sshd: byProgram, prepare: 'rm $home/.ssh/authorized_keys' },
  both: { sshd: byProgram },
  strict: { sshd: ['MaxAuthTries 1'] },
  locked: { prepare: 'echo "$user:secret" | chpasswd; passwd -l $user' },
  absent: { prepare: 'rm -r $home/.ssh' },
  begun: { sshd: [`${central} .ssh/authorized_keys`], prepare: 'rm -r $home/.ssh' },
  fileless: { sshd: ['AuthorizedKeysFile none'] },
} satisfies Record<string, Place>;
type User = keyof typeof places;

useCheapCandidates();

describeWithSshdAnd(['sudo'], 'a key on a real OpenSSH server', () => {
  let target: SshdInstance;
  let administrator: Management;

  beforeAll(async () => {
    const names = Object.keys(places);
    const users = [...names, 'admin'].map((name) => ({
      name,
      authorizedKeys: [pair.publicKey],
      sudo: name === 'admin',
    }));
    const matches = Object.entries<Place>(places).flatMap(([name, { sshd = [] }]) => [`Match User ${name}`, ...sshd]);
    target = await startSshdInstance({ users, sshdOptions: ['UsePAM yes', ...matches, 'Match all'] });
    await target.run(['sh', '-c', 'mkdir -m 755 /etc/ssh/keys; cat >/etc/ssh/named'], `${pair.publicKey}\n`);
    for (const [name, { prepare = '' }] of Object.entries<Place>(places))
      await target.run(['sh', '-ec', `user=${name} home=/home/${name} key=$1; ${prepare}`, 'sh', pair.publicKey]);
    administrator = { userName: 'admin', privateKey: pair.privateKey };
  });
  afterAll(() => target.stop());

  const secretOf = (user: User, management?: Management) =>
    RotatedSecret.create(app, target, dataOf(user), { management });
  const read = (...files: string[]) => target.run(['cat', ...files]);

  it('is changed wherever it is, with the options of each line', async () => {
    const home = '/home/everywhere/.ssh';
    const files = [`${home}/authorized_keys`, `${home}/authorized_keys2`, '/etc/ssh/keys/everywhere'];
    const state = () => target.run(['stat', '-c', '%n %a %U:%G', ...files, '/etc/ssh/keys']);
    const before = await state();
    const everywhere = await secretOf('everywhere');
    await expectChanged({ everywhere });
    const key = await publicKeyOf(everywhere);
    expect(await read(...files)).toBe(`${key}\n${key}\nno-pty ${key}\n`);
    expect(await state()).toBe(before);
    expect(await target.run(['sh', '-c', `ls -A ${home}; ls -A /etc/ssh/keys`])).not.toContain('.authorized_keys.');
  });

  it.each<[string, User[]]>([
    ['in authorized_keys2, and where a connection ends with the first refused key', ['second', 'strict']],
    ['in a file of root’s, for an account without a home, and by number', ['homeless', 'numbered']],
    [
      'in its own file in a folder of root’s, behind root’s links, next to a shared file',
      ['owner', 'linked', 'beside'],
    ],
  ])('is changed %s', async (_, users) => {
    const secrets = await Promise.all(users.map(async (user) => [user, await secretOf(user)] as const));
    await expectChanged(Object.fromEntries(secrets));
  });

  it('is changed by the account itself, or by an administrator who uses sudo', async () => {
    await expectChanged({ plain: await secretOf('plain', 'none'), sudoed: await secretOf('sudoed', administrator) });
  });

  it('costs no failed login', async () => {
    const logged = (await target.log()).length;
    const secret = await secretOf('absent');
    await target.run(
      ['sh', '-c', `umask 077; mkdir ~absent/.ssh; cat >~absent/.ssh/authorized_keys; chown -R absent: ~absent/.ssh`],
      pair.publicKey,
    );
    await secret.rotated('v2');
    app.clock.advance(graceMs);
    await secret.reaches('finished');
    const log = (await target.log()).slice(logged);
    expect(log).toMatch(/Failed publickey for absent.*ED25519/);
    expect(log).not.toContain('authenticating user');
  });

  it('is changed though the password is locked, and stays locked', async () => {
    const entry = () => target.run(['grep', '^locked:', '/etc/shadow']);
    const before = await entry();
    expect(before).toMatch(/^locked:!\$/);
    await expectChanged({ locked: await secretOf('locked') });
    expect(await entry()).toBe(before);
  });

  it.each<[string, User, string, Management | undefined]>([
    ['every account reads its file', 'shared', 'KeyFileShared', undefined],
    ['others can write to its path', 'open', 'KeyFileExposed', undefined],
    ['its folder belongs to the account', 'owned', 'KeyFileExposed', undefined],
    ['a program supplies it', 'named', 'KeyNotInFiles', undefined],
    ['only root could find out where it is', 'owner', 'KeyNotInFiles', 'none'],
  ])('is refused before anything is touched when %s', async (_, user, code, management) => {
    if (user === 'owner') await target.run(['sh', '-c', 'cat >/etc/ssh/keys/owner'], pair.publicKey);
    const state = () => target.run(['sh', '-c', `find /etc/ssh /home/${user} -type f -ls -exec cat {} +`]);
    const before = await state();
    const secret = await secretOf(user, management);
    expect((await dryRun(secret)).message).toContain(`${code}. `);
    await secret.rotate('v2');
    await secret.reaches('failed');
    expect(await secret.row()).toEqual({ phase: 'failed', failure: code, failures: 0 });
    expect(await secret.events()).toMatchObject([{ level: 'CRITICAL', content: { failureInfo: { errorCode: code } } }]);
    expect(await state()).toBe(before);
    expect(await secret.accepts(credentialOf(dataOf(user)))).toBe(true);
  });

  it('that the server refuses is recreated in the first of the files', async () => {
    const secret = await secretOf('begun');
    expect((await dryRun(secret)).message).toContain('CurrentRefused. ');
    await secret.rotated('v2');
    expect(await read('/etc/ssh/keys/begun')).toBe(`${await publicKeyOf(secret)}\n`);
  });

  it('that the server refuses is not recreated where it reads no file', async () => {
    const secret = await secretOf('fileless');
    await secret.rotate('v2');
    await secret.reaches('failed');
    expect(await secret.row()).toMatchObject({ failure: 'NoKeyFile' });
  });

  it('that is still accepted after its removal is reported', async () => {
    const secret = await secretOf('both');
    await secret.rotated('v2');
    app.clock.advance(graceMs);
    await secret.reaches('failed');
    expect(await secret.row()).toEqual({ phase: 'failed', failure: 'FormerKeyAccepted', failures: 0 });
    const content = { failureInfo: { errorCode: 'FormerKeyAccepted' } };
    expect(await secret.events()).toMatchObject([
      { level: 'INFO' },
      { level: 'CRITICAL', name: 'Secret:CheckSecret:Failure', content },
    ]);
    expect(await secret.schedulePlan()).toMatchObject({ state: 'ok' });
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });
});

describeWithSshdAnd(busyboxServerPrograms, 'a key on a server of dropbear and BusyBox', () => {
  async function onServer(withoutApplets: string[], work: (secret: RotatedSecret) => Promise<void>): Promise<void> {
    const users = [{ name: 'deploy', authorizedKeys: [`no-pty ${pair.publicKey}`] }];
    const target = await startBusyboxServer({ users, withoutApplets });
    try {
      await work(await RotatedSecret.create(app, target, dataOf('deploy')));
    } finally {
      await target.stop();
    }
  }

  it('is changed', async () => {
    await onServer([], (deploy) => expectChanged({ deploy }));
  });

  it('is refused for the missing tool, not for a missing account', async () => {
    await onServer(['awk'], async (secret) => expect((await dryRun(secret)).message).toContain('ToolMissing. '));
  });
});
