import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import { EcsSshKeyRotator } from '../../src/rotation/rotators/ecs-ssh-key.ts';
import { generateSshKeyPair, type SshKeyPair } from '../../src/ssh/keys.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { RotatedSecret } from './rotation-setting.ts';

const graceMs = 60_000;
const file = '/home/deploy/.ssh/authorized_keys';

describeWithSshd('a key rotation leaves authorized_keys on a real OpenSSH server', () => {
  let app: TestApplication;
  let target: SshdInstance;
  let pair: SshKeyPair;
  let foreign: SshKeyPair;

  beforeAll(async () => {
    app = await startTestApplication();
    pair = await generateSshKeyPair('ed25519', 'first');
    foreign = await generateSshKeyPair('ed25519', 'somebody else');
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    target = await startSshdInstance({ users: [{ name: 'deploy', authorizedKeys: [pair.publicKey] }] });
  });
  afterEach(() => target.stop());

  const newSecret = () =>
    RotatedSecret.create(app, target, {
      UserName: 'deploy',
      PublicKey: pair.publicKey,
      PrivateKey: pair.privateKey.reveal(),
    });

  const content = () => target.run(['cat', file]);

  async function rotateThrough(secret: RotatedSecret): Promise<void> {
    await secret.rotated('v2');
    app.clock.advance(graceMs);
    await secret.reaches('finished');
  }

  it('with the keys of others, their options and comments, its mode and its owner', async () => {
    const others = `# a comment\nfrom="127.0.0.1",command="echo 'a b'" ${foreign.publicKey}\n\n`;
    await target.run(['sh', '-c', `cat >${file}; chmod 640 ${file}`], `${others}${pair.publicKey}\n`);
    const secret = await newSecret();
    await rotateThrough(secret);
    const { PublicKey } = JSON.parse((await secret.version()).SecretData) as { PublicKey: string };
    expect(await content()).toBe(`${others}${PublicKey}\n`);
    expect(await target.run(['stat', '-c', '%a %U:%G', file])).toBe('640 deploy:deploy\n');
    expect(await target.run(['ls', '-A', '/home/deploy/.ssh'])).toBe('authorized_keys\n');
  });

  it('with the options of the key that it replaces', async () => {
    const options = 'no-port-forwarding,from="127.0.0.0/8,10.1.0.0/16"';
    await target.run(['sh', '-c', `cat >${file}`], `${options} ${pair.publicKey}`);
    const secret = await newSecret();
    await rotateThrough(secret);
    expect(await content()).toMatch(/^no-port-forwarding,from="127\.0\.0\.0\/8,10\.1\.0\.0\/16" ssh-rsa \S+ \S+\n$/);
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it('read-only, when it was', async () => {
    await target.run(['chmod', '400', file]);
    await rotateThrough(await newSecret());
    expect(await target.run(['stat', '-c', '%a %U:%G', file])).toBe('400 deploy:deploy\n');
  });

  it('where a symbolic link of the user points to', async () => {
    await target.run([
      'sh',
      '-c',
      `mkdir /home/deploy/keys; mv ${file} /home/deploy/keys/mine; chown -R deploy: /home/deploy/keys`,
    ]);
    await target.run(['ln', '-s', '/home/deploy/keys/mine', file]);
    const secret = await newSecret();
    await rotateThrough(secret);
    expect(await target.run(['readlink', file])).toBe('/home/deploy/keys/mine\n');
    expect(await content()).toContain('ssh-rsa');
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it('untouched when it is a link to a file that the user may not change', async () => {
    await target.run(['sh', '-c', `cp ${file} /etc/guarded; chmod 644 /etc/guarded; rm ${file}`]);
    await target.run(['ln', '-s', '/etc/guarded', file]);
    const before = await target.run(['cat', '/etc/guarded']);
    const secret = await newSecret();
    await secret.rotate('v2');
    for (let attempt = 0; attempt < 6; attempt++) {
      await secret.failedTimes(attempt + 1);
      app.clock.advance(600_000);
    }
    expect(await secret.row()).toMatchObject({ phase: 'failed', failure: 'KeyFileNotWritable' });
    expect(await target.run(['sh', '-c', 'cat /etc/guarded; ls /etc/guarded*'])).toBe(`${before}/etc/guarded\n`);
    expect(await secret.version()).toMatchObject({ VersionId: 'v1' });
  });

  it('with the line ends and unknown lines that it had', async () => {
    const others = `# by hand\r\n${foreign.publicKey}\r\n\tnot a key at all\r\n   ${foreign.publicKey} indented\r\n`;
    await target.run(['sh', '-c', `cat >${file}`], `${others}${pair.publicKey}\r\n`);
    const secret = await newSecret();
    await rotateThrough(secret);
    const { PublicKey } = JSON.parse((await secret.version()).SecretData) as { PublicKey: string };
    expect(await content()).toBe(`${others}${PublicKey}\n`);
  });

  it.each([
    ['it belongs to root', `chown root ${file}`],
    [
      'the file system is full',
      `f=/home/deploy/.ssh; cp ${file} /etc/keys; mount -t tmpfs -o size=4k,mode=700,uid=$(id -u deploy) tmpfs $f; cat /etc/keys >${file}; chown deploy: ${file}; chmod 600 ${file}`,
    ],
    [
      'the file system is read-only',
      'mount --bind /home/deploy/.ssh /home/deploy/.ssh; mount -o remount,bind,ro /home/deploy/.ssh',
    ],
  ])('as it was when %s', async (_, spoil) => {
    await target.run(['sh', '-c', spoil]);
    const state = () => target.run(['sh', '-c', `cat ${file}; stat -c '%a %U %i' ${file}; ls -A ~deploy/.ssh`]);
    const before = await state();
    const secret = await newSecret();
    await secret.rotate('v2');
    for (let attempt = 0; attempt < 6; attempt++) {
      await secret.failedTimes(attempt + 1);
      app.clock.advance(600_000);
    }
    expect(await secret.row()).toMatchObject({ phase: 'failed', failure: 'KeyFileNotWritable' });
    expect(await state()).toBe(before);
    expect(await secret.version()).toMatchObject({ VersionId: 'v1' });
  });

  it('made anew, with its folder, when there is none', async () => {
    await target.run(['rm', '-r', '/home/deploy/.ssh']);
    const secret = await newSecret();
    await rotateThrough(secret);
    expect(await target.run(['stat', '-c', '%a %U:%G', '/home/deploy/.ssh', file])).toBe(
      '700 deploy:deploy\n600 deploy:deploy\n',
    );
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it('with both keys when two secrets of one user are rotated at once', async () => {
    const second = await generateSshKeyPair('ed25519', 'second');
    await target.run(['sh', '-c', `cat >>${file}`], `${second.publicKey}\n`);
    const one = await newSecret();
    const two = await RotatedSecret.create(app, target, {
      UserName: 'deploy',
      PublicKey: second.publicKey,
      PrivateKey: second.privateKey.reveal(),
    });
    await Promise.all([one.rotated('v2'), two.rotated('v2')]);
    app.clock.advance(graceMs);
    await Promise.all([one.reaches('finished'), two.reaches('finished')]);
    expect((await content()).trim().split('\n')).toHaveLength(2);
    expect(await one.accepts(await one.credential())).toBe(true);
    expect(await two.accepts(await two.credential())).toBe(true);
  });
});

describe('a new key pair', () => {
  it('is RSA with 3072 bits and says where it comes from', async () => {
    const current = { userName: 'deploy', ...(await generateSshKeyPair('ed25519')) };
    const candidate = await new EcsSshKeyRotator().newCredential(current, 'acs/ecs/web');
    expect(candidate.publicKey).toMatch(/^ssh-rsa [A-Za-z0-9+/=]+ acs\/ecs\/web$/);
    const blob = Buffer.from(candidate.publicKey.split(' ')[1]!, 'base64');
    expect(blob.length).toBeGreaterThan(3072 / 8);
    expect(candidate.privateKey.reveal()).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
  });
});
