import { refusal } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

const bastion = await newAccount();

// What it means for engineers: test/broker/public-access.spec.ts.
describe('DisableInstancePublicAccess', () => {
  it('turns public access off, and keeps the white list', async () => {
    await bastion.call('ConfigInstanceWhiteList', { WhiteList: ['203.0.113.9'] });
    const answer = await bastion.call('DisableInstancePublicAccess');
    expect(answer).toMatchObject({ InstanceId: bastion.instanceId });
    const { InstanceAttribute } = await bastion.call('DescribeInstanceAttribute');
    expect(InstanceAttribute).toMatchObject({ PublicNetworkAccess: false, PublicWhiteList: ['203.0.113.9'] });
    expect(InstanceAttribute).not.toHaveProperty('InternetEndpoint');
    const { Instances } = await bastion.call('DescribeInstances', { InstanceId: undefined });
    expect(Instances).toMatchObject([{ PublicNetworkAccess: false }]);
  });

  it('refuses an unknown instance', async () => {
    const call = bastion.call('DisableInstancePublicAccess', { InstanceId: 'bastionhost-cn-00000000000' });
    expect(await refusal(call)).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
