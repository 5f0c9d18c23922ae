import { refusal, type Members } from '../../support/api-clients.ts';
import { newRamUser } from '../../support/new-ram-user.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

const everybody = ['alice', 'bob', 'carol', 'dan', 'eve'];

describe('ListUsers', () => {
  let bastion: BastionAccount;
  let SourceUserId: string;
  beforeAll(async () => {
    bastion = await newAccount();
    await bastion.user('alice', { DisplayName: 'Alice A.', Mobile: '13300000001' });
    await bastion.user('bob', { EffectiveEndTime: 1_000_000_000 });
    await bastion.user('carol');
    SourceUserId = await newRamUser(bastion.app, 'dan');
    await bastion.user('dan', { Source: 'Ram', SourceUserId, Password: undefined });
    await bastion.call('LockUsers', { UserIds: [await bastion.user('eve')] });
  });

  async function names(filter: Members): Promise<string[]> {
    const { Users } = await bastion.call('ListUsers', filter);
    return Users.map(({ UserName }: Members) => UserName);
  }

  it('answers with every user in order of creation, as GetUser shows them', async () => {
    const { Users, TotalCount } = await bastion.call('ListUsers');
    expect([TotalCount, Users.map(({ UserName }: Members) => UserName)]).toEqual([5, everybody]);
    const { User } = await bastion.call('GetUser', { UserId: Users[0].UserId });
    expect(Users[0]).toEqual(User);
  });

  it.each([
    ['a name', { UserName: 'bob' }, ['bob']],
    ['a part of a name', { UserName: 'bo' }, []],
    ['a display name', { DisplayName: 'Alice A.' }, ['alice']],
    ['a mobile number', { Mobile: '13300000001' }, ['alice']],
    ['a source', { Source: 'Ram' }, ['dan']],
    ['a source that has no users', { Source: 'AD' }, []],
    ['an id that nobody has elsewhere', { SourceUserId: '2012' }, []],
    ['who may log on', { UserState: 'Normal' }, ['alice', 'carol', 'dan']],
    ['who is locked', { UserState: 'Frozen' }, ['eve']],
    ['whose validity has ended', { UserState: 'Expired' }, ['bob']],
    ['a state that does not occur', { UserState: 'RemoteFrozen' }, []],
    ['pages', { PageNumber: 2, PageSize: 2 }, ['carol', 'dan']],
    ['a page past the end', { PageNumber: 4, PageSize: 2 }, []],
  ])('answers by %s', async (_, filter, expected) => {
    await expect(names(filter)).resolves.toEqual(expected);
  });

  it('answers by an id elsewhere', async () => {
    await expect(names({ SourceUserId })).resolves.toEqual(['dan']);
  });

  it('answers by user group, and with an empty list for one that is unknown', async () => {
    const { Users } = await bastion.call('ListUsers', { UserName: 'bob' });
    const UserGroupId = await bastion.userGroup('filtered', [Users[0].UserId]);
    await expect(names({ UserGroupId })).resolves.toEqual(['bob']);
    await expect(names({ UserGroupId, UserName: 'alice' })).resolves.toEqual([]);
    await expect(names({ UserGroupId: '999999' })).resolves.toEqual([]);
  });

  it.each([
    ['an unknown state', { UserState: 'Asleep' }],
    ['a name for a user group', { UserGroupId: 'ops' }],
    ['a page size of 101', { PageSize: 101 }],
  ])('refuses parameters: %s', async (_, filter) => {
    await expect(refusal(bastion.call('ListUsers', filter))).resolves.toMatchObject({
      code: 'InvalidParameter',
      status: 400,
    });
  });

  it('refuses an unknown instance', async () => {
    await expect(refusal(bastion.call('ListUsers', { InstanceId: 'other' }))).resolves.toMatchObject({
      code: 'Commodity.BizError.InvalidStatus',
    });
  });
});
