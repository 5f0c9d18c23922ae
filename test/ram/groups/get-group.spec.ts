import { refusal } from '../../support/api-clients.ts';
import { newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('GetGroup', () => {
  it('answers the group, whatever the case of the name', async () => {
    const { Group } = await ram.call('CreateGroup', { GroupName: 'Dev', Comments: 'developers' });
    expect((await ram.call('GetGroup', { GroupName: 'dEV' })).Group).toEqual(Group);
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('GetGroup', { GroupName: 'nobody' }))).toEqual({
      code: 'EntityNotExist.Group',
      status: 404,
      message: 'The group does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('GetGroup', { GroupName: 'dev' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('GetGroup', ram.accountId, 'group/dev'));
  });
});
