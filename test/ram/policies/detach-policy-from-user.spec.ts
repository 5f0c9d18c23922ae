import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('DetachPolicyFromUser', () => {
  it('detaches the policy', async () => {
    const UserName = (await ram.newUser()).name;
    const attached = { UserName, PolicyName: await ram.newPolicy(allow('*')), PolicyType: 'Custom' };
    await ram.call('AttachPolicyToUser', attached);
    await ram.call('DetachPolicyFromUser', attached);
    expect((await ram.call('ListPoliciesForUser', { UserName })).Policies.Policy).toEqual([]);
    expect(await refusal(ram.call('DetachPolicyFromUser', attached))).toEqual({
      code: 'EntityNotExist.User.Policy',
      status: 404,
      message: 'The indicate policy of the user does not exist.',
    });
  });

  it('refuses what does not exist', async () => {
    expect(
      await refusal(
        ram.call('DetachPolicyFromUser', { UserName: 'nobody', PolicyName: 'nobody', PolicyType: 'Custom' }),
      ),
    ).toEqual({
      code: 'EntityNotExist.User',
      status: 404,
      message: 'The user does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call(
      'DetachPolicyFromUser',
      { UserName: 'nobody', PolicyName: 'nobody', PolicyType: 'Custom' },
      credentials,
    );
    expect(await refusal(call)).toEqual(noPermission('DetachPolicyFromUser', ram.accountId, 'user/nobody'));
  });
});
