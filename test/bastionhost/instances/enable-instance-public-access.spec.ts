import { refusal } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

const bastion = await newAccount();

// What it means for engineers: test/broker/public-access.spec.ts.
describe('EnableInstancePublicAccess', () => {
  it('turns public access on, also where it is on already', async () => {
    await bastion.call('DisableInstancePublicAccess');
    for (let time = 1; time <= 2; time += 1) {
      const answer = await bastion.call('EnableInstancePublicAccess');
      expect(answer).toMatchObject({ InstanceId: bastion.instanceId });
      const { InstanceAttribute } = await bastion.call('DescribeInstanceAttribute');
      expect(InstanceAttribute).toMatchObject({
        PublicNetworkAccess: true,
        InternetEndpoint: InstanceAttribute.IntranetEndpoint,
      });
    }
  });

  it('refuses an unknown instance', async () => {
    const call = bastion.call('EnableInstancePublicAccess', { InstanceId: 'bastionhost-cn-00000000000' });
    expect(await refusal(call)).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
