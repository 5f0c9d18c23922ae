import { refusal } from '../../support/api-clients.ts';
import { eventually } from '../../support/eventually.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('GetAccessKeyLastUsed', () => {
  it('answers nothing for a key that was never used, then the minute of its last use', async () => {
    const { name: UserName, credentials } = await ram.newUser([allow('ram:*')]);
    const UserAccessKeyId = credentials.accessKeyId;
    const lastUse = async () =>
      (await ram.call('GetAccessKeyLastUsed', { UserName, UserAccessKeyId })).AccessKeyLastUsed.LastUsedDate as string;
    expect(await lastUse()).toBe('');
    await ram.call('ListUsers', {}, credentials);
    await eventually('the use is noted', async () => (await lastUse()) !== '');
    expect(ram.app.clock.now().getTime() - Date.parse(await lastUse())).toBeLessThan(60_000);
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('GetAccessKeyLastUsed', { UserName: 'nobody', UserAccessKeyId: 'LTAIx' }))).toEqual({
      code: 'EntityNotExist.User',
      status: 404,
      message: 'The user does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('GetAccessKeyLastUsed', { UserName: 'alice', UserAccessKeyId: 'LTAIx' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('GetAccessKeyLastUsed', ram.accountId, 'user/alice'));
  });
});
