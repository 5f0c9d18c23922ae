import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission, policy } from '../ram-account.ts';

const ram = await newAccount();

describe('DeletePolicy', () => {
  it('deletes the policy; its name is free again', async () => {
    const PolicyName = await ram.newPolicy(allow('*'));
    await ram.call('DeletePolicy', { PolicyName });
    const again = await ram.call('CreatePolicy', { PolicyName, PolicyDocument: policy(allow('*')) });
    expect(again.Policy.PolicyName).toBe(PolicyName);
  });

  it('refuses a policy that is attached, to a user, a group or a role', async () => {
    const PolicyName = await ram.newPolicy(allow('*'));
    const reference = { PolicyName, PolicyType: 'Custom' };
    const refused = async () => (await refusal(ram.call('DeletePolicy', { PolicyName }))).code;
    const { name: UserName } = await ram.newUser();
    await ram.call('AttachPolicyToUser', { UserName, ...reference });
    expect(await refused()).toBe('DeleteConflict.Policy.User');
    await ram.call('DetachPolicyFromUser', { UserName, ...reference });
    const GroupName = await ram.newGroup();
    await ram.call('AttachPolicyToGroup', { GroupName, ...reference });
    expect(await refused()).toBe('DeleteConflict.Policy.Group');
    await ram.call('DetachPolicyFromGroup', { GroupName, ...reference });
    await ram.call('AttachPolicyToRole', { RoleName: await ram.newRole(), ...reference });
    expect(await refused()).toBe('DeleteConflict.Policy.Role');
  });

  it('refuses a policy with several versions, unless they are to be deleted too', async () => {
    const PolicyName = await ram.newPolicy(allow('*'));
    await ram.call('CreatePolicyVersion', { PolicyName, PolicyDocument: policy(allow('*')) });
    expect(await refusal(ram.call('DeletePolicy', { PolicyName }))).toEqual({
      code: 'DeleteConflict.Policy.Version',
      status: 409,
      message: 'The policy CAN NOT has any version except the default version.',
    });
    await ram.call('DeletePolicy', { PolicyName, CascadingDelete: 'true' });
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('DeletePolicy', { PolicyName: 'AliyunKMSFullAccess' }))).toEqual({
      code: 'EntityNotExist.Policy',
      status: 404,
      message: 'The policy does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('DeletePolicy', { PolicyName: 'nobody' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('DeletePolicy', ram.accountId, 'policy/nobody'));
  });
});
