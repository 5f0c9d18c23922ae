import { Redacted } from '../../src/common/redacted.ts';
import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import { CredentialWatch } from '../../src/rotation/engine/credential-watch.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import { refusal } from '../support/api-clients.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { stopOwnEngine, TestEngine } from './engine.ts';
import { RotatedSecret } from './rotation-setting.ts';

const password = randomAlphanumeric(20);
const accounts = ['locked', 'expired', 'idle', 'deploy', 'empty'];

describeWithSshd('an account that cannot log in', () => {
  let app: TestApplication;
  let target: SshdInstance;

  beforeAll(async () => {
    app = await startTestApplication();
    await stopOwnEngine(app);
    target = await startSshdInstance({
      users: accounts.map((name) => ({ name, password: new Redacted(password) })),
      sshdOptions: ['UsePAM yes'],
    });
  });
  afterAll(async () => {
    await target.stop();
    await app.stop();
  });
  afterEach(() => app.database.dataSource.query('delete from kms_secrets'));

  const entryOf = (name: string) => target.run(['getent', 'shadow', name]);
  const newSecret = (UserName: string) => RotatedSecret.create(app, target, { UserName, Password: password });

  async function rotate(secret: RotatedSecret, versionId: string): Promise<string | null> {
    await secret.rotate(versionId);
    await new TestEngine(app).workOnce();
    return (await secret.row()).failure;
  }

  async function check(): Promise<void> {
    app.clock.advance(3_600_000);
    await app.get(CredentialWatch).checkNext(new AbortController().signal);
  }

  it.each([
    ['locked', ['passwd', '-l', 'locked'], 'AccountLocked', /unlock it there \(passwd -u\)/],
    ['expired', ['chage', '-E', '2020-02-02', 'expired'], 'AccountExpired', /chage -E/],
    ['idle', ['chage', '-d', '2020-02-02', '-M', '90', '-I', '30', 'idle'], 'AccountInactive', /chage -l/],
  ])('because it is %s stays so, and RotateSecret reports it', async (name, shut, code, advice) => {
    const secret = await newSecret(name);
    expect(await rotate(secret, 'v2')).toBeNull();
    await target.run(shut);
    const before = await entryOf(name);

    const dryRun = { SecretName: secret.name, VersionId: 'v3', DryRun: true };
    const answer = await refusal(app.pop('kms').request('RotateSecret', dryRun));
    expect(answer.message).toMatch(new RegExp(`${code}\\. .*${advice.source}`));
    expect(await rotate(secret, 'v3')).toBe(code);
    await check();
    expect(await entryOf(name)).toBe(before);
    expect(await secret.row()).toMatchObject({ phase: 'failed', failures: 0 });
    const failureInfo = { errorCode: code, errorMessage: expect.stringMatching(advice) };
    expect((await secret.events()).slice(1)).toMatchObject([
      { name: 'Secret:RotateSecret:Failure', content: { failureInfo } },
      { name: 'Secret:CheckSecret:Failure', content: { failureInfo } },
    ]);
    expect(await secret.pending()).toBeUndefined();
  });

  it('is not advised to be rotated while it is locked, and its value is accepted once it is unlocked', async () => {
    const secret = await newSecret('locked');
    await target.run(['passwd', '-u', 'locked']);
    await rotate(secret, 'v2');
    await target.run(['passwd', '-l', 'locked']);
    await check();
    const [, alarm] = await secret.events();
    expect(alarm).toMatchObject({ content: { failureInfo: { errorCode: 'AccountLocked' } } });
    expect(JSON.stringify(alarm?.['content'])).not.toContain('call RotateSecret');
    await target.run(['passwd', '-u', 'locked']);
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it('with a password can with a key pair, and its password stays locked', async () => {
    const { publicKey, privateKey } = await generateSshKeyPair('ed25519');
    const home = '/home/deploy/.ssh';
    await target.run(
      ['sh', '-c', `mkdir -m 700 ${home}; cat >${home}/authorized_keys; chown -R deploy ${home}`],
      publicKey,
    );
    await target.run(['passwd', '-l', 'deploy']);
    const before = await entryOf('deploy');
    const data = { UserName: 'deploy', PublicKey: publicKey, PrivateKey: privateKey.reveal() };
    const secret = await RotatedSecret.create(app, target, data);
    expect(await rotate(secret, 'v2')).toBeNull();
    expect(await secret.accepts(await secret.credential())).toBe(true);
    expect(await entryOf('deploy')).toBe(before);
  });

  it.each(['!', '*', '!!'])('because it has no password (%s) is given one', async (none) => {
    await target.run(['chpasswd', '-e'], `empty:${none}\n`);
    const secret = await newSecret('empty');
    expect(await rotate(secret, 'v2')).toBeNull();
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });
});
