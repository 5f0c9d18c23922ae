import { refusal } from '../../support/api-clients.ts';
import { noPermission } from '../ram-account.ts';
import { RamApplication } from '../ram-application.ts';

describe('CreateGroup', () => {
  let ram: RamApplication;
  beforeAll(async () => {
    ram = await RamApplication.start();
  });
  afterAll(() => ram.app.stop());

  it('answers the group with its id', async () => {
    const { Group } = await ram.call('CreateGroup', { GroupName: 'dev', Comments: 'developers' });
    expect(Group).toMatchObject({
      GroupName: 'dev',
      Comments: 'developers',
      GroupId: expect.stringMatching(/^g-\w{16}$/),
    });
    expect((await ram.call('GetGroup', { GroupName: 'dev' })).Group).toEqual(Group);
  });

  it('refuses a name that is taken, in any letter case', async () => {
    await ram.call('CreateGroup', { GroupName: 'ops' });
    expect(await refusal(ram.call('CreateGroup', { GroupName: 'OPS' }))).toEqual({
      code: 'EntityAlreadyExists.Group',
      status: 409,
      message: 'The group does already EXIST.',
    });
  });

  it.each([
    ['', 'MissingGroupName'],
    ['a b', 'InvalidParameter.GroupName.InvalidChars'],
    ['a'.repeat(65), 'InvalidParameter.GroupName.Length'],
  ])('refuses the name "%s"', async (GroupName, code) => {
    expect(await refusal(ram.call('CreateGroup', { GroupName }))).toMatchObject({ code, status: 400 });
  });

  it('refuses more groups than an account may have', async () => {
    await ram.query(
      `insert into ram_groups select $1, 'g' || n, 'g' || n, '', now(), now() from generate_series(1, 300) n`,
      [ram.accountId],
    );
    expect(await refusal(ram.call('CreateGroup', { GroupName: 'more' }))).toMatchObject({
      code: 'LimitExceeded.Group',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('CreateGroup', { GroupName: 'mine' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('CreateGroup', ram.accountId, 'group/*'));
  });
});
