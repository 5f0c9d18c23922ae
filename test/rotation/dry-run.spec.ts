import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { startEmulatedInstance } from '../../src/demo/emulated-instance.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import type { TargetInstance, TargetOptions } from '../../src/demo/target-instance.ts';
import { generateSshKeyPair, type SshKeyPair } from '../../src/ssh/keys.ts';
import { refusal } from '../support/api-clients.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { RotatedSecret, type Management } from './rotation-setting.ts';

const password = randomAlphanumeric(20);
const data = { UserName: 'ops', Password: password };

function setUp<Target extends TargetInstance>(start: (options: TargetOptions) => Promise<Target>) {
  const setting = {} as { app: TestApplication; target: Target; pair: SshKeyPair };
  beforeAll(async () => {
    setting.app = await startTestApplication();
    setting.pair = await generateSshKeyPair('ed25519');
    setting.target = await start({
      users: [
        { name: 'ops', password: new Redacted(password) },
        { name: 'deploy', authorizedKeys: [setting.pair.publicKey] },
      ],
    });
  });
  afterAll(async () => {
    await setting.target.stop();
    await setting.app.stop();
  });
  const newSecret = (secretData: { UserName: string } & Record<string, string> = data, management?: Management) =>
    RotatedSecret.create(setting.app, setting.target, secretData, { management });
  const keys = () => ({
    UserName: 'deploy',
    PublicKey: setting.pair.publicKey,
    PrivateKey: setting.pair.privateKey.reveal(),
  });
  const dryRun = (secret: RotatedSecret, VersionId = 'v2') =>
    refusal(setting.app.pop('kms').request('RotateSecret', { SecretName: secret.name, VersionId, DryRun: true }));
  return { setting, newSecret, keys, dryRun };
}

describe('a dry run of RotateSecret', () => {
  const { setting, newSecret, keys, dryRun } = setUp(startEmulatedInstance);

  it('says that it would have worked, and begins nothing', async () => {
    const secret = await newSecret();
    expect(await dryRun(secret)).toMatchObject({ code: 'DryRunOperationError', status: 400 });
    expect(await dryRun(await newSecret(keys()))).toMatchObject({ code: 'DryRunOperationError' });
    expect(await secret.row()).toBeUndefined();
    expect(await secret.pending()).toBeUndefined();
    expect(await secret.version()).toMatchObject({ VersionId: 'v1' });
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it.each([
    ['the account does not exist', { UserName: 'nobody-here', Password: 'x' }, 'NoSuchUser'],
    ['the value does not log in', { UserName: 'ops', Password: 'x' }, 'CurrentRefused'],
  ])('names the reason when %s', async (_, secretData, reason) => {
    const answer = await dryRun(await newSecret(secretData));
    expect(answer).toMatchObject({ code: 'ValidationError', status: 400 });
    expect(answer.message).toContain(`${reason}. `);
  });

  it('names the reason when the server is unreachable', async () => {
    const secret = await newSecret();
    await setting.target.powerOff();
    const answer = await dryRun(secret);
    await setting.target.powerOn();
    expect(answer).toMatchObject({ code: 'ValidationError' });
    expect(answer.message).toContain('unreachable. ');
  });

  it('names the reason when RotateSecret would be refused', async () => {
    const secret = await newSecret();
    expect(await dryRun(secret, 'v1')).toMatchObject({ code: 'ValidationError' });
    await setting.app.pop('kms').request('DeleteSecret', { SecretName: secret.name, RecoveryWindowInDays: 7 });
    expect(await dryRun(secret)).toMatchObject({ code: 'ValidationError' });
  });
});

describeWithSshd('a dry run of RotateSecret on a real OpenSSH server', () => {
  const { setting, newSecret, keys, dryRun } = setUp<SshdInstance>(startSshdInstance);
  const state = () =>
    setting.target.run(['sh', '-c', 'cat /etc/shadow ~deploy/.ssh/authorized_keys; ls -lA --full-time ~deploy/.ssh']);

  it('changes nothing there', async () => {
    const before = await state();
    for (const management of [undefined, 'none'] as const) {
      expect(await dryRun(await newSecret(data, management))).toMatchObject({ code: 'DryRunOperationError' });
      expect(await dryRun(await newSecret(keys(), management))).toMatchObject({ code: 'DryRunOperationError' });
    }
    expect(await state()).toBe(before);
  });

  it('names the reason when authorized_keys cannot be written', async () => {
    const secret = await newSecret(keys());
    await setting.target.run(['sh', '-c', 'chown root ~deploy/.ssh; chmod 755 ~deploy/.ssh']);
    const answer = await dryRun(secret);
    expect(answer).toMatchObject({ code: 'ValidationError' });
    expect(answer.message).toContain('KeyFileNotWritable. ');
  });
});
