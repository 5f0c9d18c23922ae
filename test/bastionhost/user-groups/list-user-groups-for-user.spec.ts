import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

describe('ListUserGroupsForUser', () => {
  let bastion: BastionAccount;
  let UserId: string;
  const page = { PageNumber: 1, PageSize: 20 };
  beforeAll(async () => {
    bastion = await newAccount();
    UserId = await bastion.user('alice');
    for (const name of ['web', 'Web-admins', 'db_%']) await bastion.userGroup(name, [UserId]);
    await bastion.userGroup('others', [await bastion.user('bob')]);
  });

  async function names(parameters: Members): Promise<[string[], number]> {
    const { UserGroups, Count } = await bastion.call('ListUserGroupsForUser', { UserId, ...page, ...parameters });
    return [UserGroups.map(({ UserGroupName }: Members) => UserGroupName), Count];
  }

  it('answers with the groups that the user is in, as GetUserGroup shows them', async () => {
    const { UserGroups, Count } = await bastion.call('ListUserGroupsForUser', { UserId, ...page });
    expect([UserGroups.length, Count]).toEqual([3, 3]);
    const { UserGroup } = await bastion.call('GetUserGroup', { UserGroupId: UserGroups[0].UserGroupId });
    expect(UserGroups[0]).toEqual(UserGroup);
  });

  it.each([
    ['a part of a name, in upper or lower case', { Keyword: 'WEB' }, ['web', 'Web-admins'], 2],
    ['characters that mean themselves', { Keyword: '_%' }, ['db_%'], 1],
    ['a keyword that no name has', { Keyword: 'x' }, [], 0],
    ['pages', { PageNumber: 2, PageSize: 2 }, ['db_%'], 3],
    ['the default page for a size of 0', { PageSize: 0 }, ['web', 'Web-admins', 'db_%'], 3],
    ['no pages at all', { PageNumber: 2, PageSize: 1, PagingOff: 'true' }, ['web', 'Web-admins', 'db_%'], 3],
  ])('answers by %s', async (_, parameters, expected, count) => {
    await expect(names(parameters)).resolves.toEqual([expected, count]);
  });

  it.each([
    ['an unknown user', { UserId: '999999' }, 'UserNotFound'],
    ['no user', { UserId: undefined }, 'MissingUserId'],
    ['no page', { PageNumber: undefined }, 'MissingPageNumber'],
    ['no page size', { PageSize: undefined }, 'MissingPageSize'],
    ['a page size of 101', { PageSize: 101 }, 'InvalidParameter'],
    ['a word for a flag', { PagingOff: 'yes' }, 'InvalidParameter'],
  ])('refuses %s', async (_, parameters, code) => {
    await expect(refusal(names(parameters))).resolves.toMatchObject({ code });
  });
});
