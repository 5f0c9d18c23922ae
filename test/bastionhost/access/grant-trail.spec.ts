import { refusal, type Members } from '../../support/api-clients.ts';
import { BastionApplication } from '../bastion-application.ts';
import { ruleParts, scopeOf, type RuleParts } from '../rule-specs.ts';

describe('a deletion says in the trail which grants went with it', () => {
  let bastion: BastionApplication;
  let count = 0;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
  });
  afterAll(() => bastion.stop());

  /** Grants of every kind among the parts: from each grantee on each asset, and the rule, which has all of them. */
  async function granted() {
    const parts = await ruleParts(bastion, `parts-${(count += 1)}`);
    const { userId: UserId, userGroupId: UserGroupId } = parts;
    const { Hosts, HostGroups, ...grantees } = scopeOf(parts);
    await bastion.call('AttachHostAccountsToUser', { UserId, Hosts });
    await bastion.call('AttachHostAccountsToUserGroup', { UserGroupId, Hosts });
    await bastion.call('AttachHostGroupAccountsToUser', { UserId, HostGroups });
    await bastion.call('AttachHostGroupAccountsToUserGroup', { UserGroupId, HostGroups });
    return { ...parts, ruleId: await bastion.rule(`rule-${count}`, { Hosts, HostGroups, ...grantees }) };
  }

  async function noted({ RequestId }: Members): Promise<string[]> {
    const rows = await bastion.audit(RequestId);
    const notes = rows.filter(({ action }) => action === 'WithdrawGrants');
    const root = rows.find(({ action }) => action !== 'WithdrawGrants')!.caller;
    expect(notes.map(({ product, caller, result }) => [product, caller, result])).toEqual(
      notes.map(() => ['yundun-bastionhost', root, 'OK']),
    );
    const prefix = `acs:yundun-bastionhost:cn-hangzhou:${bastion.app.accountId}:`;
    return notes.map(({ resource }) => resource.replace(prefix, ''));
  }

  type Granted = RuleParts & { readonly ruleId: string };

  it.each<[string, (it: Granted) => Members, (it: Granted) => string, (it: Granted) => string[]]>([
    [
      'DeleteUser',
      ({ userId }) => ({ UserId: userId }),
      ({ userId }) => `user/${userId}`,
      (it) => [...assetsOf(it), `rule/${it.ruleId}`].map((asset) => `user/${it.userId} on ${asset}`),
    ],
    [
      'DeleteUserGroup',
      ({ userGroupId }) => ({ UserGroupId: userGroupId }),
      ({ userGroupId }) => `user-group/${userGroupId}`,
      (it) => [...assetsOf(it), `rule/${it.ruleId}`].map((asset) => `user-group/${it.userGroupId} on ${asset}`),
    ],
    [
      'DeleteRule',
      ({ ruleId }) => ({ RuleId: ruleId }),
      ({ ruleId }) => `rule/${ruleId}`,
      (it) => assetsOf(it).map((asset) => `rule/${it.ruleId} on ${asset}`),
    ],
    [
      'DeleteHost',
      ({ hostId }) => ({ HostId: hostId }),
      ({ hostId }) => `host/${hostId}`,
      (it) =>
        granteesOf(it).flatMap((who) => [`${who} on host/${it.hostId}`, `${who} on host-account/${it.accountIds[0]}`]),
    ],
    [
      'DeleteHostAccount',
      ({ accountIds: [id] }) => ({ HostAccountId: id }),
      ({ accountIds: [id] }) => `host-account/${id}`,
      (it) => granteesOf(it).map((who) => `${who} on host-account/${it.accountIds[0]}`),
    ],
    [
      'DeleteHostGroup',
      ({ hostGroupId }) => ({ HostGroupId: hostGroupId }),
      ({ hostGroupId }) => `host-group/${hostGroupId}`,
      (it) =>
        granteesOf(it).flatMap((who) => [
          `${who} on host-group/${it.hostGroupId}`,
          `${who} on host-group/${it.hostGroupId}/root`,
        ]),
    ],
  ])('%s', async (action, named, deleted, expected) => {
    const it = await granted();
    const [note, ...others] = await noted(await bastion.call(action, named(it)));
    expect(others).toEqual([]);
    const [, thing, total, list] = /^(\S+) with (\d+) grants?: (.*)$/.exec(note ?? '') ?? [];
    expect([thing, Number(total)]).toEqual([deleted(it), expected(it).length]);
    expect(list?.split(', ').sort()).toEqual(expected(it).sort());
  });

  const assetsOf = ({ hostId, accountIds, hostGroupId }: RuleParts) => [
    `host/${hostId}`,
    `host-account/${accountIds[0]}`,
    `host-group/${hostGroupId}`,
    `host-group/${hostGroupId}/root`,
  ];
  const granteesOf = ({ userId, userGroupId, ruleId }: Granted) => [
    `user/${userId}`,
    `user-group/${userGroupId}`,
    `rule/${ruleId}`,
  ];

  it('names twenty grants and counts the others', async () => {
    const HostId = await bastion.host({ HostName: 'popular' });
    const groups = await Promise.all(Array.from({ length: 23 }, (_, n) => bastion.userGroup(`fans-${n}`)));
    for (const UserGroupId of groups) {
      await bastion.call('AttachHostAccountsToUserGroup', { UserGroupId, Hosts: [{ HostId }] });
    }
    const [note] = await noted(await bastion.call('DeleteHost', { HostId }));
    expect(note).toMatch(/^host\/\d+ with 23 grants: (user-group\/\d+ on host\/\d+, ){20}and 3 more$/);
  });

  it('nothing where there were none, and nothing of what another account has', async () => {
    const UserId = await bastion.user('lonely');
    await expect(noted(await bastion.call('DeleteUser', { UserId }))).resolves.toEqual([]);
    const { userId } = await granted();
    const stranger = (await bastion.app.another()).pop('bastionhost');
    const { Instances } = await stranger.request('DescribeInstances');
    const answer = stranger.request('DeleteUser', { InstanceId: Instances[0].InstanceId, UserId: userId });
    await expect(refusal(answer)).resolves.toMatchObject({ code: 'UserNotFound' });
    const rows = await bastion.app.database.dataSource.query(
      `select from audit_events where action = 'WithdrawGrants' and resource like '%:user/' || $1 || ' %'`,
      [userId],
    );
    expect(rows).toEqual([]);
  });
});
