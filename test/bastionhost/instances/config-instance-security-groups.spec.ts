import { refusal } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

const bastion = await newAccount();

describe('ConfigInstanceSecurityGroups', () => {
  it('replaces the authorised groups and no others', async () => {
    const start = { SecurityGroupIds: ['sg-1'], ClientSecurityGroupIds: ['sg-9'], VswitchId: 'vsw-1' };
    await bastion.call('StartInstance', start);
    const answer = await bastion.call('ConfigInstanceSecurityGroups', { AuthorizedSecurityGroups: ['sg-2', 'sg-3'] });
    expect(answer).toMatchObject({ InstanceId: bastion.instanceId });
    const { InstanceAttribute } = await bastion.call('DescribeInstanceAttribute');
    expect(InstanceAttribute).toMatchObject({
      InstanceStatus: 'RUNNING',
      AuthorizedSecurityGroups: ['sg-2', 'sg-3'],
      SecurityGroupIds: ['sg-2', 'sg-3', 'sg-9'],
      VswitchId: 'vsw-1',
    });
  });

  it.each([
    ['no groups', undefined, 'MissingAuthorizedSecurityGroups'],
    ['groups that are not a list', 'sg-1', 'InvalidParameter'],
    ['101 groups', Array.from({ length: 101 }, (_, n) => `sg-${n}`), 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, AuthorizedSecurityGroups, code) => {
    const call = bastion.call('ConfigInstanceSecurityGroups', { AuthorizedSecurityGroups });
    expect(await refusal(call)).toMatchObject({ code, status: 400 });
  });

  it('refuses an unknown instance', async () => {
    const call = bastion.call('ConfigInstanceSecurityGroups', {
      InstanceId: 'bastionhost-cn-00000000000',
      AuthorizedSecurityGroups: ['sg-1'],
    });
    expect(await refusal(call)).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
