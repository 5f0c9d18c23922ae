import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { startEmulatedInstance, type EmulatedInstance } from '../../src/demo/emulated-instance.ts';
import { refusal, type Credentials } from '../support/api-clients.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { stopOwnEngine, TestEngine, workWhile } from './engine.ts';
import { RotatedSecret } from './rotation-setting.ts';

const dayMs = 86_400_000;
/** Before the candidate is stored, before the host is asked, and after it has changed. */
const moments = ['prepare', 'run', 'promote'];

describe('a rotation is completed', () => {
  const password = randomAlphanumeric(20);
  let app: TestApplication;
  let target: EmulatedInstance;
  let secret: RotatedSecret;

  beforeAll(async () => {
    app = await startTestApplication();
    await stopOwnEngine(app);
  });
  afterAll(() => app.stop());

  beforeEach(async () => {
    target = await startEmulatedInstance({ users: [{ name: 'ops', password: new Redacted(password) }] });
    const keyId = (await kms('CreateKey'))['KeyMetadata'].KeyId;
    secret = await RotatedSecret.create(app, target, { UserName: 'ops', Password: password }, { keyId });
  });
  // The next test would take what is left.
  afterEach(async () => {
    await target.stop();
    await app.database.dataSource.query('delete from kms_rotations');
  });

  const kms = (action: string, parameters: object = {}) => app.pop('kms').request(action, { ...parameters });

  async function ofKey(action: string, parameters: object = {}): Promise<void> {
    const { EncryptionKeyId: KeyId } = await kms('DescribeSecret', { SecretName: secret.name });
    await kms(action, { KeyId, ...parameters });
  }

  async function expectRotated(): Promise<void> {
    expect(await secret.row()).toMatchObject({ phase: 'finished' });
    expect(await secret.version()).toMatchObject({ VersionId: 'v2' });
    expect(await secret.accepts(await secret.credential())).toBe(true);
  }

  it('though its key is scheduled for deletion when the host has changed', async () => {
    await secret.rotate('v2');
    await workWhile(app, 'promote', () => ofKey('ScheduleKeyDeletion', { PendingWindowInDays: 7 }));
    expect(await secret.row()).toMatchObject({ phase: 'finished' });
    expect(await refusal(secret.version())).toMatchObject({ code: 'Rejected.PendingDeletion' });
    await ofKey('CancelKeyDeletion');
    await ofKey('EnableKey');
    await expectRotated();
  });

  it('before it has begun, with the host untouched, when its key is scheduled for deletion by then', async () => {
    await secret.rotate('v2');
    await workWhile(app, 'prepare', () => ofKey('ScheduleKeyDeletion', { PendingWindowInDays: 7 }));
    expect(await secret.row()).toMatchObject({ phase: 'failed' });
    await ofKey('CancelKeyDeletion');
    await ofKey('EnableKey');
    expect(await secret.version()).toMatchObject({ VersionId: 'v1' });
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it.each(moments)('though its key gets a new version before %s', async (call) => {
    await secret.rotate('v2');
    await workWhile(app, call, () => ofKey('CreateKeyVersion'));
    await expectRotated();
  });

  it.each(moments)('though the caller who requested it has lost all permissions before %s', async (call) => {
    const { userName: UserName, accessKey } = await administrator();
    await app.pop('kms', accessKey).request('RotateSecret', { SecretName: secret.name, VersionId: 'v2' });
    await workWhile(app, call, async () => {
      const policy = { PolicyType: 'System', PolicyName: 'AdministratorAccess' };
      await app.pop('ram').request('DetachPolicyFromUser', { UserName, ...policy });
      await app.pop('ram').request('DeleteAccessKey', { UserName, UserAccessKeyId: accessKey.accessKeyId });
      await app.pop('ram').request('DeleteUser', { UserName });
    });
    await expectRotated();
  });

  it.each([
    ['forward', dayMs],
    ['back', -dayMs],
  ])('though the clock jumps %s by a day, and the next one is due on time', async (_, jumpMs) => {
    await secret.schedule(3_600, new Date(app.clock.now().getTime() + 2 * dayMs));
    await secret.rotate('v2');
    await workWhile(app, 'run', () => app.clock.advance(jumpMs));
    // A jump forward ends its lease: the next engine to look continues it.
    await new TestEngine(app).workOnce();
    await expectRotated();
    const { nextAt } = await secret.schedulePlan();
    const minutes = Math.round((nextAt!.getTime() - app.clock.now().getTime()) / 60_000);
    expect(minutes).toBe(60);
  });

  async function administrator(): Promise<{ userName: string; accessKey: Credentials }> {
    const userName = `user-${randomAlphanumeric(8)}`;
    await app.pop('ram').request('CreateUser', { UserName: userName });
    const { AccessKey } = await app.pop('ram').request('CreateAccessKey', { UserName: userName });
    const policy = { PolicyType: 'System', PolicyName: 'AdministratorAccess' };
    await app.pop('ram').request('AttachPolicyToUser', { UserName: userName, ...policy });
    return {
      userName,
      accessKey: { accessKeyId: AccessKey.AccessKeyId, accessKeySecret: AccessKey.AccessKeySecret },
    };
  }
});
