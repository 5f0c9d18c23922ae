import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('DetachPolicyFromRole', () => {
  it('detaches the policy', async () => {
    const RoleName = await ram.newRole();
    const attached = { RoleName, PolicyName: await ram.newPolicy(allow('*')), PolicyType: 'Custom' };
    await ram.call('AttachPolicyToRole', attached);
    await ram.call('DetachPolicyFromRole', attached);
    expect((await ram.call('ListPoliciesForRole', { RoleName })).Policies.Policy).toEqual([]);
    expect(await refusal(ram.call('DetachPolicyFromRole', attached))).toEqual({
      code: 'EntityNotExist.Role.Policy',
      status: 404,
      message: 'The indicate policy attached to the role does not exist.',
    });
  });

  it('refuses what does not exist', async () => {
    expect(
      await refusal(
        ram.call('DetachPolicyFromRole', { RoleName: 'nobody', PolicyName: 'nobody', PolicyType: 'Custom' }),
      ),
    ).toEqual({
      code: 'EntityNotExist.Role',
      status: 404,
      message: 'The role not exists: nobody.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call(
      'DetachPolicyFromRole',
      { RoleName: 'nobody', PolicyName: 'nobody', PolicyType: 'Custom' },
      credentials,
    );
    expect(await refusal(call)).toEqual(noPermission('DetachPolicyFromRole', ram.accountId, 'role/nobody'));
  });
});
