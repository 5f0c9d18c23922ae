import { refusal } from '../../support/api-clients.ts';
import { newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('GetUser', () => {
  it('answers the user, whatever the case of the name', async () => {
    const { User } = await ram.call('CreateUser', { UserName: 'Alice', Comments: 'an engineer' });
    expect((await ram.call('GetUser', { UserName: 'aLICE' })).User).toEqual(User);
  });

  it('refuses a call that names nobody', async () => {
    expect(await refusal(ram.call('GetUser'))).toMatchObject({ code: 'MissingUserName', status: 400 });
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('GetUser', { UserName: 'nobody' }))).toEqual({
      code: 'EntityNotExist.User',
      status: 404,
      message: 'The user does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('GetUser', { UserName: 'alice' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('GetUser', ram.accountId, 'user/alice'));
  });
});
