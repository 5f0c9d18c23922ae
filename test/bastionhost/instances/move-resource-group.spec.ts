import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

const bastion = await newAccount();
const other = await newAccount();

describe('MoveResourceGroup', () => {
  const instance = { ResourceType: 'INSTANCE', ResourceId: bastion.instanceId, ResourceGroupId: 'rg-acfm1' };
  const call = (action: string, parameters: Members) => bastion.call(action, { InstanceId: undefined, ...parameters });

  it('has the instance described with its group, and lists filter by it', async () => {
    await call('MoveResourceGroup', instance);
    const { InstanceAttribute } = await bastion.call('DescribeInstanceAttribute');
    expect(InstanceAttribute.ResourceGroupId).toBe('rg-acfm1');
    const inGroup = async (ResourceGroupId: string) =>
      (await call('DescribeInstances', { ResourceGroupId })).Instances.map((item: Members) => item['ResourceGroupId']);
    expect(await inGroup('rg-acfm1')).toEqual(['rg-acfm1']);
    expect(await inGroup('rg-acfm2')).toEqual([]);
  });

  it.each([
    ['another type of resource', { ResourceType: 'HOST' }, 'InvalidParameter'],
    ['no group', { ResourceGroupId: undefined }, 'MissingResourceGroupId'],
    ['a group with an escape', { ResourceGroupId: 'rg\u001b' }, 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, parameters, code) => {
    expect(await refusal(call('MoveResourceGroup', { ...instance, ...parameters }))).toMatchObject({ code });
  });

  it("refuses another account's instance", async () => {
    const refused = await refusal(call('MoveResourceGroup', { ...instance, ResourceId: other.instanceId }));
    expect(refused).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
