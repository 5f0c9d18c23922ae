import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('UpdateAccessKey', () => {
  it('disables a pair and enables it again, with immediate effect', async () => {
    const { name: UserName, credentials } = await ram.newUser([allow('ram:GetUser')]);
    const set = (Status: string) =>
      ram.call('UpdateAccessKey', { UserName, UserAccessKeyId: credentials.accessKeyId, Status });
    await set('Inactive');
    expect(await refusal(ram.call('GetUser', { UserName }, credentials))).toEqual({
      code: 'InvalidAccessKeyId.Inactive',
      status: 400,
      message: 'Specified access key is disabled.',
    });
    expect((await ram.call('ListAccessKeys', { UserName })).AccessKeys.AccessKey[0].Status).toBe('Inactive');
    await set('Active');
    await ram.call('GetUser', { UserName }, credentials);
  });

  it('refuses the key of another user, another status and no key', async () => {
    const [one, other] = [await ram.newUser(), await ram.newUser()];
    const update = (parameters: object) => refusal(ram.call('UpdateAccessKey', { UserName: one.name, ...parameters }));
    const UserAccessKeyId = other.credentials.accessKeyId;
    expect(await update({ UserAccessKeyId, Status: 'Inactive' })).toEqual({
      code: 'EntityNotExist.User.AccessKey',
      status: 404,
      message: 'The user access key does not exist.',
    });
    expect((await update({ UserAccessKeyId, Status: 'Gone' })).code).toBe('InvalidParameter.Status');
    expect((await update({ UserAccessKeyId })).code).toBe('MissingStatus');
    expect((await update({ Status: 'Active' })).code).toBe('MissingUserAccessKeyId');
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call(
      'UpdateAccessKey',
      { UserName: 'alice', UserAccessKeyId: 'LTAIx', Status: 'Active' },
      credentials,
    );
    expect(await refusal(call)).toEqual(noPermission('UpdateAccessKey', ram.accountId, 'user/alice'));
  });
});
