import { refusal } from '../../support/api-clients.ts';
import { allow, noPermission } from '../ram-account.ts';
import { RamApplication } from '../ram-application.ts';

describe('CreateAccessKey', () => {
  let ram: RamApplication;
  beforeAll(async () => {
    ram = await RamApplication.start();
  });
  afterAll(() => ram.app.stop());

  it('answers a pair that works immediately; its secret is shown once and kept sealed', async () => {
    const { name: UserName } = await ram.newUser([allow('ram:GetUser')]);
    const { AccessKey } = await ram.call('CreateAccessKey', { UserName });
    expect(AccessKey).toMatchObject({
      AccessKeyId: expect.stringMatching(/^LTAI[A-Za-z0-9]{20}$/),
      AccessKeySecret: expect.stringMatching(/^[A-Za-z0-9]{30}$/),
      Status: 'Active',
    });
    const credentials = { accessKeyId: AccessKey.AccessKeyId, accessKeySecret: AccessKey.AccessKeySecret };
    expect((await ram.call('GetUser', { UserName }, credentials)).User.UserName).toBe(UserName);
    expect(JSON.stringify(await ram.call('ListAccessKeys', { UserName }))).not.toContain(AccessKey.AccessKeySecret);
    const [row] = await ram.query('select * from access_keys where access_key_id = $1', [AccessKey.AccessKeyId]);
    expect(row?.sealed_secret.toString('latin1')).not.toContain(AccessKey.AccessKeySecret);
  });

  it('creates one for the calling user when no user is named', async () => {
    const user = await ram.newUser([allow('ram:CreateAccessKey')]);
    const { AccessKey } = await ram.call('CreateAccessKey', {}, user.credentials);
    const { AccessKeys } = await ram.call('ListAccessKeys', { UserName: user.name });
    expect(AccessKeys.AccessKey[1].AccessKeyId).toBe(AccessKey.AccessKeyId);
  });

  it('refuses the root that names nobody, and a third pair, also of calls at the same time', async () => {
    expect(await refusal(ram.call('CreateAccessKey'))).toMatchObject({ code: 'MissingUserName' });
    const { name: UserName } = await ram.newUser();
    const calls = Array.from({ length: 5 }, () => ram.call('CreateAccessKey', { UserName }));
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await refusal(ram.call('CreateAccessKey', { UserName }))).toEqual({
      code: 'LimitExceeded.User.AccessKey',
      status: 409,
      message: 'The access key count of the user access keys beyond the current limits.',
    });
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('CreateAccessKey', { UserName: 'nobody' }))).toEqual({
      code: 'EntityNotExist.User',
      status: 404,
      message: 'The user does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('CreateAccessKey', { UserName: 'alice' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('CreateAccessKey', ram.accountId, 'user/alice'));
  });
});
