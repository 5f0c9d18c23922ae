import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { refusal, type Credentials } from '../support/api-clients.ts';
import { TestEngine, workWhile } from './engine.ts';
import { setUpRotation } from './set-up-rotation.ts';

const dayMs = 86_400_000;
/** Before the candidate is stored, before the host is asked, and after it has changed. */
const moments = ['prepare', 'run', 'promote'];

describe('a rotation is completed', () => {
  const setting = setUpRotation();

  const kms = (action: string, parameters: object = {}) => setting.app.pop('kms').request(action, { ...parameters });

  async function ofKey(action: string, parameters: object = {}): Promise<void> {
    const { EncryptionKeyId: KeyId } = await kms('DescribeSecret', { SecretName: setting.secret.name });
    await kms(action, { KeyId, ...parameters });
  }

  async function expectRotated(): Promise<void> {
    expect(await setting.secret.row()).toMatchObject({ phase: 'finished' });
    expect(await setting.secret.version()).toMatchObject({ VersionId: 'v2' });
    expect(await setting.secret.accepts(await setting.secret.credential())).toBe(true);
  }

  it('though its key is scheduled for deletion when the host has changed', async () => {
    await setting.secret.rotate('v2');
    await workWhile(setting.app, 'promote', () => ofKey('ScheduleKeyDeletion', { PendingWindowInDays: 7 }));
    expect(await setting.secret.row()).toMatchObject({ phase: 'finished' });
    expect(await refusal(setting.secret.version())).toMatchObject({ code: 'Rejected.PendingDeletion' });
    await ofKey('CancelKeyDeletion');
    await ofKey('EnableKey');
    await expectRotated();
  });

  it('before it has begun, with the host untouched, when its key is scheduled for deletion by then', async () => {
    await setting.secret.rotate('v2');
    await workWhile(setting.app, 'prepare', () => ofKey('ScheduleKeyDeletion', { PendingWindowInDays: 7 }));
    expect(await setting.secret.row()).toMatchObject({ phase: 'failed' });
    await ofKey('CancelKeyDeletion');
    await ofKey('EnableKey');
    expect(await setting.secret.version()).toMatchObject({ VersionId: 'v1' });
    expect(await setting.secret.accepts(await setting.secret.credential())).toBe(true);
  });

  it.each(moments)('though its key gets a new version before %s', async (call) => {
    await setting.secret.rotate('v2');
    await workWhile(setting.app, call, () => ofKey('CreateKeyVersion'));
    await expectRotated();
  });

  it.each(moments)('though the caller who requested it has lost all permissions before %s', async (call) => {
    const { userName: UserName, accessKey } = await administrator();
    await setting.app
      .pop('kms', accessKey)
      .request('RotateSecret', { SecretName: setting.secret.name, VersionId: 'v2' });
    await workWhile(setting.app, call, async () => {
      const policy = { PolicyType: 'System', PolicyName: 'AdministratorAccess' };
      await setting.app.pop('ram').request('DetachPolicyFromUser', { UserName, ...policy });
      await setting.app.pop('ram').request('DeleteAccessKey', { UserName, UserAccessKeyId: accessKey.accessKeyId });
      await setting.app.pop('ram').request('DeleteUser', { UserName });
    });
    await expectRotated();
  });

  it.each([
    ['forward', dayMs],
    ['back', -dayMs],
  ])('though the clock jumps %s by a day, and the next one is due on time', async (_, jumpMs) => {
    await setting.secret.schedule(3_600, new Date(setting.app.clock.now().getTime() + 2 * dayMs));
    await setting.secret.rotate('v2');
    await workWhile(setting.app, 'run', () => setting.app.clock.advance(jumpMs));
    // A jump forward ends its lease: the next engine to look continues it.
    await new TestEngine(setting.app).workOnce();
    await expectRotated();
    const { nextAt } = await setting.secret.schedulePlan();
    const minutes = Math.round((nextAt!.getTime() - setting.app.clock.now().getTime()) / 60_000);
    expect(minutes).toBe(60);
  });

  async function administrator(): Promise<{ userName: string; accessKey: Credentials }> {
    const userName = `user-${randomAlphanumeric(8)}`;
    await setting.app.pop('ram').request('CreateUser', { UserName: userName });
    const { AccessKey } = await setting.app.pop('ram').request('CreateAccessKey', { UserName: userName });
    const policy = { PolicyType: 'System', PolicyName: 'AdministratorAccess' };
    await setting.app.pop('ram').request('AttachPolicyToUser', { UserName: userName, ...policy });
    return {
      userName,
      accessKey: { accessKeyId: AccessKey.AccessKeyId, accessKeySecret: AccessKey.AccessKeySecret },
    };
  }
});
