import type { Members } from '../support/api-clients.ts';
import { allow } from './ram-account.ts';
import { RamApplication } from './ram-application.ts';

describe('the audit trail has a row of each thing that a call is about', () => {
  let ram: RamApplication;
  beforeAll(async () => {
    ram = await RamApplication.start();
  });
  afterAll(() => ram.app.stop());

  /** Whom the rows of a call name, without the beginning that all have in common. */
  async function recorded({ RequestId }: Members): Promise<string[]> {
    const rows = await ram.query<{ resource: string }>(
      `select resource from audit_events where request_id = $1 and result = 'OK' order by resource`,
      [RequestId],
    );
    return rows.map(({ resource }) => resource.replace(`acs:ram:*:${ram.accountId}:`, ''));
  }

  it.each(['AttachPolicyToUser', 'DetachPolicyFromUser'])('the user and the policy of %s', async (action) => {
    const PolicyName = await ram.newPolicy(allow('*'));
    const UserName = ram.newName();
    await ram.call('CreateUser', { UserName });
    const request = { UserName, PolicyName, PolicyType: 'Custom' };
    if (action === 'DetachPolicyFromUser') await ram.call('AttachPolicyToUser', request);
    expect(await recorded(await ram.call(action, request))).toEqual([`policy/${PolicyName}`, `user/${UserName}`]);
  });

  it('the role or group and the policy of the others', async () => {
    const [GroupName, RoleName] = [await ram.newGroup(), await ram.newRole()];
    const policy = { PolicyName: 'ReadOnlyAccess', PolicyType: 'System' };
    const ofSystem = 'acs:ram:*:system:policy/ReadOnlyAccess';
    expect(await recorded(await ram.call('AttachPolicyToGroup', { GroupName, ...policy }))).toEqual(
      expect.arrayContaining([ofSystem, `group/${GroupName}`]),
    );
    expect(await recorded(await ram.call('AttachPolicyToRole', { RoleName, ...policy }))).toEqual(
      expect.arrayContaining([ofSystem, `role/${RoleName}`]),
    );
  });

  it.each(['AddUserToGroup', 'RemoveUserFromGroup'])('the group and the user of %s', async (action) => {
    const UserName = ram.newName();
    await ram.call('CreateUser', { UserName });
    const GroupName = await ram.newGroup(...(action === 'RemoveUserFromGroup' ? [UserName] : []));
    expect(await recorded(await ram.call(action, { UserName, GroupName }))).toEqual([
      `group/${GroupName}`,
      `user/${UserName}`,
    ]);
  });

  it.each(['TagResources', 'UntagResources'])('each resource of %s', async (action) => {
    const [first, second] = [await ram.newRole(), await ram.newRole()];
    const tags = action === 'TagResources' ? { 'Tag.1.Key': 'team', 'Tag.1.Value': 'a' } : { 'TagKeys.1': 'team' };
    const names = { 'ResourceNames.1': first, 'ResourceNames.2': second, 'ResourceNames.3': first };
    const answer = await ram.call(action, { ResourceType: 'role', ...names, ...tags });
    expect(await recorded(answer)).toEqual([`role/${first}`, `role/${second}`].sort());
  });
});
