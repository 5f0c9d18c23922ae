import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

const bastion = await newAccount();

describe('StartInstance', () => {
  const network = { VswitchId: 'vsw-1', 'SecurityGroupIds.1': 'sg-1', 'SecurityGroupIds.2': 'sg-2' };

  it('keeps the network that the instance is said to be in, and it runs', async () => {
    const client = { 'ClientSecurityGroupIds.1': 'sg-2', 'ClientSecurityGroupIds.2': 'sg-3' };
    const more = { ...client, SlaveVswitchId: 'vsw-2', EnablePortalPrivateAccess: 'true' };
    const answer = await bastion.call('StartInstance', { ...network, ...more });
    expect(answer).toMatchObject({ InstanceId: bastion.instanceId });
    const { InstanceAttribute } = await bastion.call('DescribeInstanceAttribute');
    expect(InstanceAttribute).toMatchObject({
      InstanceStatus: 'RUNNING',
      AuthorizedSecurityGroups: ['sg-1', 'sg-2'],
      SecurityGroupIds: ['sg-1', 'sg-2', 'sg-3'],
      VswitchId: 'vsw-1',
      SlaveVswitchId: 'vsw-2',
    });
  });

  it.each<[string, Members, string]>([
    [
      'no security groups',
      { 'SecurityGroupIds.1': undefined, 'SecurityGroupIds.2': undefined },
      'MissingSecurityGroupIds',
    ],
    ['a security group with an escape', { 'SecurityGroupIds.1': 'sg\u001b' }, 'InvalidParameter'],
    ['a vSwitch with a space', { VswitchId: 'vsw 1' }, 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, parameters, code) => {
    expect(await refusal(bastion.call('StartInstance', { ...network, ...parameters }))).toMatchObject({ code });
  });

  it('refuses an unknown instance', async () => {
    const call = bastion.call('StartInstance', { ...network, InstanceId: 'bastionhost-cn-00000000000' });
    expect(await refusal(call)).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
