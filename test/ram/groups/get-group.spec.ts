import { refusal } from '../../support/api-clients.ts';
import { newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('GetGroup', () => {
  it('answers the group, whichever case its name is written in', async () => {
    const { Group } = await ram.call('CreateGroup', { GroupName: 'Dev', Comments: 'developers' });
    expect((await ram.call('GetGroup', { GroupName: 'dEV' })).Group).toEqual(Group);
  });

  it('refuses what is not there', async () => {
    expect(await refusal(ram.call('GetGroup', { GroupName: 'nobody' }))).toEqual({
      code: 'EntityNotExist.Group',
      status: 404,
      message: 'The group does not exist.',
    });
  });

  it('refuses the caller who may not', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('GetGroup', { GroupName: 'dev' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('GetGroup', ram.accountId, 'group/dev'));
  });
});
