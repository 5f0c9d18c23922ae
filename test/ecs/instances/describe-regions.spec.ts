import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, type EcsAccount } from '../ecs-account.ts';

describe('DescribeRegions', () => {
  let ecs: EcsAccount;
  beforeAll(async () => {
    ecs = await newAccount();
  });

  const list = async (parameters: Members = {}) =>
    (await ecs.call('DescribeRegions', parameters))['Regions'].Region as Members[];

  it('answers with the regions of the vendor, each by its id, and with that of the call', async () => {
    expect(await list()).toContainEqual({ RegionId: 'cn-hangzhou', LocalName: 'cn-hangzhou' });
    expect(await list({ RegionId: 'xx-nowhere-1', AcceptLanguage: 'en-US' })).toContainEqual({
      RegionId: 'xx-nowhere-1',
      LocalName: 'xx-nowhere-1',
    });
    expect(await list({ InstanceChargeType: 'PrePaid', ResourceType: 'instance' })).toEqual(await list());
  });

  it.each([{ InstanceChargeType: 'SpotAsPriceGo' }, { ResourceType: 'disk' }])('refuses %j', async (parameters) => {
    expect(await refusal(ecs.call('DescribeRegions', parameters))).toMatchObject({ code: 'InvalidParameter' });
  });

  it('refuses a caller without permission', async () => {
    const user = await ecs.newUser();
    expect(await refusal(user.request('DescribeRegions', {}))).toMatchObject({ code: 'Forbidden.RAM', status: 403 });
  });
});
