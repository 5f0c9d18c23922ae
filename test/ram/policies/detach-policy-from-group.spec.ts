import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('DetachPolicyFromGroup', () => {
  it('detaches the policy', async () => {
    const GroupName = await ram.newGroup();
    const attached = { GroupName, PolicyName: await ram.newPolicy(allow('*')), PolicyType: 'Custom' };
    await ram.call('AttachPolicyToGroup', attached);
    await ram.call('DetachPolicyFromGroup', attached);
    expect((await ram.call('ListPoliciesForGroup', { GroupName })).Policies.Policy).toEqual([]);
    expect(await refusal(ram.call('DetachPolicyFromGroup', attached))).toEqual({
      code: 'EntityNotExist.Group.Policy',
      status: 404,
      message: 'The indicate policy attached to the group does not exist.',
    });
  });

  it('refuses what does not exist', async () => {
    expect(
      await refusal(
        ram.call('DetachPolicyFromGroup', { GroupName: 'nobody', PolicyName: 'nobody', PolicyType: 'Custom' }),
      ),
    ).toEqual({
      code: 'EntityNotExist.Group',
      status: 404,
      message: 'The group does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call(
      'DetachPolicyFromGroup',
      { GroupName: 'nobody', PolicyName: 'nobody', PolicyType: 'Custom' },
      credentials,
    );
    expect(await refusal(call)).toEqual(noPermission('DetachPolicyFromGroup', ram.accountId, 'group/nobody'));
  });
});
