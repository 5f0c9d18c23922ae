import { refusal, type Members } from '../../support/api-clients.ts';
import { newRamUser } from '../../support/new-ram-user.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

describe('GetAccess', () => {
  let bastion: BastionAccount;
  let count = 0;
  beforeAll(async () => {
    bastion = await newAccount();
  });

  /** A user, and an account on a host. */
  async function strangers(user: Members = {}, host: Members = {}, account: Members = {}) {
    count += 1;
    const HostId = await bastion.host({ HostName: `host-${count}`, ...host });
    const HostAccountId = await bastion.account(HostId, 'root', account);
    return { UserId: await bastion.user(`user-${count}`, user), HostId, HostAccountId };
  }

  const access = async (asked: Members): Promise<Members> => (await bastion.call('GetAccess', asked))['Access'];
  const inSeconds = (seconds: number) => Math.floor(bastion.app.clock.now().getTime() / 1000) + seconds;

  it('answers with each grant, and that there is access without an end', async () => {
    const asked = await strangers();
    const UserGroupId = await bastion.userGroup('users', [asked.UserId]);
    const HostGroupId = await bastion.hostGroup('hosts', [asked.HostId]);
    const HostGroups = [{ HostGroupId, HostAccountNames: ['root'] }];
    const Hosts = [{ HostId: asked.HostId, HostAccountIds: [asked.HostAccountId] }];
    await bastion.call('AttachHostAccountsToUser', { UserId: asked.UserId, Hosts });
    await bastion.call('AttachHostAccountsToUserGroup', { UserGroupId, Hosts });
    await bastion.call('AttachHostGroupAccountsToUser', { UserId: asked.UserId, HostGroups });
    await bastion.call('AttachHostGroupAccountsToUserGroup', { UserGroupId, HostGroups });
    await expect(access(asked)).resolves.toEqual({
      IsAuthorized: true,
      Grants: [
        { Source: 'Direct' },
        { Source: 'Direct', HostGroupId },
        { Source: 'UserGroup', UserGroupId },
        { Source: 'UserGroup', UserGroupId, HostGroupId },
      ],
      Missing: [],
    });
  });

  it("answers with the end of the user's validity", async () => {
    const EffectiveEndTime = inSeconds(3600);
    const asked = await strangers({ EffectiveEndTime });
    await bastion.attach(asked.UserId, asked.HostId, [asked.HostAccountId]);
    await expect(access(asked)).resolves.toMatchObject({ IsAuthorized: true, EffectiveEndTime });
  });

  it('answers with what is missing, and with the grants that there are all the same', async () => {
    await expect(access(await strangers())).resolves.toEqual({ IsAuthorized: false, Grants: [], Missing: ['Grant'] });
    const expired = await strangers({ EffectiveEndTime: 1_000_000_000 });
    await bastion.attach(expired.UserId, expired.HostId, [expired.HostAccountId]);
    await expect(access(expired)).resolves.toEqual({
      IsAuthorized: false,
      Grants: [{ Source: 'Direct', EffectiveEndTime: 1_000_000_000 }],
      Missing: ['UserExpired'],
    });
    await bastion.call('LockUsers', { UserIds: [expired.UserId] });
    await expect(access(expired)).resolves.toMatchObject({ IsAuthorized: false, Missing: ['UserLocked'] });
    const ofRam = { Source: 'Ram', SourceUserId: await newRamUser(bastion.app, 'jane') };
    const jane = await strangers(ofRam);
    await bastion.attach(jane.UserId, jane.HostId, [jane.HostAccountId]);
    await bastion.app.pop('ram').request('DeleteUser', { UserName: 'jane' });
    await expect(access(jane)).resolves.toMatchObject({ IsAuthorized: false, Missing: ['RamUserDeleted'] });
    const windows = [{ OSType: 'Windows' }, { ProtocolName: 'RDP' }] as const;
    const early = await strangers({ EffectiveStartTime: inSeconds(3600) }, ...windows);
    await expect(access(early)).resolves.toMatchObject({ Missing: ['Grant', 'UserNotEffective', 'SSH'] });
  });

  it.each([
    ['an unknown user', { UserId: '999999' }, 'UserNotFound', 404],
    ['an unknown account', { HostAccountId: '999999' }, 'HostAccountNotFound', 404],
    ['an account of another host', { HostId: '999999' }, 'HostAccountNotFound', 404],
    ['no user', { UserId: undefined }, 'MissingUserId', 400],
    ['no host', { HostId: undefined }, 'MissingHostId', 400],
    ['no account', { HostAccountId: undefined }, 'MissingHostAccountId', 400],
    ['a name for an id', { UserId: 'alice' }, 'InvalidParameter', 400],
    ['an unknown instance', { InstanceId: 'other' }, 'Commodity.BizError.InvalidStatus', 400],
  ])('refuses %s', async (_, parameters, code, status) => {
    const asked = await strangers();
    await expect(refusal(access({ ...asked, ...parameters }))).resolves.toMatchObject({ code, status });
  });
});
