import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('DeleteAccessKey', () => {
  it('deletes the pair, which is immediately unknown', async () => {
    const { name: UserName, credentials } = await ram.newUser([allow('ram:GetUser')]);
    await ram.call('DeleteAccessKey', { UserName, UserAccessKeyId: credentials.accessKeyId });
    expect(await refusal(ram.call('GetUser', { UserName }, credentials))).toMatchObject({
      code: 'InvalidAccessKeyId.NotFound',
      status: 404,
    });
    expect((await ram.call('ListAccessKeys', { UserName })).AccessKeys.AccessKey).toEqual([]);
  });

  it("refuses the account's own key and the key of another user", async () => {
    const [one, other] = [await ram.newUser(), await ram.newUser()];
    for (const { accessKeyId } of [ram.app.rootAccessKey, other.credentials]) {
      const call = ram.call('DeleteAccessKey', { UserName: one.name, UserAccessKeyId: accessKeyId });
      expect(await refusal(call)).toMatchObject({ code: 'EntityNotExist.User.AccessKey', status: 404 });
    }
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('DeleteAccessKey', { UserName: 'alice', UserAccessKeyId: 'LTAIx' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('DeleteAccessKey', ram.accountId, 'user/alice'));
  });
});
