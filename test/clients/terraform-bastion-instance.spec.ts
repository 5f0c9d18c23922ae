import { newAccount } from '../bastionhost/bastion-account.ts';
import type { Members, ProductName } from '../support/api-clients.ts';

const bastion = await newAccount();
const region = 'cn-hangzhou';
const InstanceId = bastion.instanceId;
const TiB = 1024 ** 4;

const call = (product: ProductName, action: string, parameters: Members): Promise<Members> =>
  bastion.app.pop(product).request(action, parameters);
const bastionhost = (action: string, parameters: Members) => call('bastionhost', action, parameters);

/** The calls with which the provider (1.285.0) reads the resource, in its order; fails where it would panic. */
async function read(): Promise<Members> {
  const { InstanceAttribute: instance } = await bastionhost('DescribeInstanceAttribute', {
    RegionId: region,
    InstanceId,
  });
  const { Instances } = await bastionhost('DescribeInstances', { RegionId: region, 'InstanceId.1': InstanceId });
  const asked = { RegionId: region, ResourceType: 'INSTANCE', 'ResourceId.1': InstanceId };
  const tags = await bastionhost('ListTagResources', asked);
  const { AD } = await bastionhost('GetInstanceADAuthServer', { RegionId: region, InstanceId });
  const { LDAP } = await bastionhost('GetInstanceLDAPAuthServer', { RegionId: region, InstanceId });
  const bill = { ProductCode: 'bastionhost', ProductType: 'bastionhost', InstanceIDs: InstanceId };
  const { Data } = await call('bssopenapi', 'QueryAvailableInstances', bill);
  expect(Number.isInteger(instance.Storage)).toBe(true);
  expect(typeof instance.PublicNetworkAccess).toBe('boolean');
  expect([typeof AD.Port, typeof AD.IsSSL, typeof LDAP.Port, typeof LDAP.IsSSL]).toEqual([
    'number',
    'boolean',
    'number',
    'boolean',
  ]);
  expect(tags).not.toHaveProperty('NextToken');
  expect(Data.InstanceList[0].InstanceID).toBe(InstanceId);
  return {
    description: instance.Description,
    license_code: instance.LicenseCode,
    plan_code: Instances[0].PlanCode,
    storage: instance.Storage / TiB,
    bandwidth: instance.BandwidthPackage,
    vswitch_id: instance.VswitchId,
    security_group_ids: instance.AuthorizedSecurityGroups,
    enable_public_access: instance.PublicNetworkAccess,
    public_white_list: instance.PublicWhiteList,
    resource_group_id: instance.ResourceGroupId,
    tags: Object.fromEntries(tags['TagResources'].map(({ TagKey, TagValue }: Members) => [TagKey, TagValue])),
    ad_server: AD.Server,
    ldap_server: LDAP.Server,
    renewal_status: Data.InstanceList[0].RenewStatus,
  };
}

// Named after what they send: terraform itself is not part of the tests.
describe("what Terraform's provider sends for alicloud_bastionhost_instance", () => {
  it('imports the instance', async () => {
    expect(await read()).toEqual({
      description: '',
      license_code: 'bhah_ult_20000_asset',
      plan_code: 'cloudbastion_ha',
      storage: 4,
      bandwidth: '0',
      vswitch_id: '',
      security_group_ids: [],
      enable_public_access: true,
      public_white_list: [],
      resource_group_id: '',
      tags: {},
      ad_server: '',
      ldap_server: '',
      renewal_status: 'NotRenewal',
    });
  });

  it('changes it, and reads what it has changed', async () => {
    const tagged = { RegionId: region, ResourceType: 'INSTANCE', 'ResourceId.1': InstanceId };
    await bastionhost('TagResources', { ...tagged, 'Tag.1.Key': 'env', 'Tag.1.Value': 'test' });
    await bastionhost('ModifyInstanceAttribute', { Description: 'Terraform-test', InstanceId });
    await bastionhost('MoveResourceGroup', {
      RegionId: region,
      ResourceType: 'INSTANCE',
      ResourceId: InstanceId,
      ResourceGroupId: 'rg-1',
    });
    await bastionhost('ConfigInstanceSecurityGroups', { 'AuthorizedSecurityGroups.1': 'sg-1', InstanceId });
    await bastionhost('DisableInstancePublicAccess', { RegionId: region, InstanceId });
    await bastionhost('EnableInstancePublicAccess', { RegionId: region, InstanceId });
    const server = {
      Server: 'ldap.example',
      Port: 389,
      Account: 'cn=reader',
      BaseDN: 'dc=example',
      Password: 'Bind-1',
    };
    const empty = { Filter: '', EmailMapping: '', MobileMapping: '', NameMapping: '', StandbyServer: '' };
    const request = { RegionId: region, InstanceId, IsSSL: true, ...server, ...empty };
    await bastionhost('ModifyInstanceADAuthServer', { ...request, Domain: 'corp.example' });
    await bastionhost('ModifyInstanceLDAPAuthServer', { ...request, LoginNameMapping: '' });
    await bastionhost('ConfigInstanceWhiteList', { RegionId: region, InstanceId, 'WhiteList.1': '203.0.113.0/24' });
    expect(await read()).toMatchObject({
      description: 'Terraform-test',
      security_group_ids: ['sg-1'],
      enable_public_access: true,
      public_white_list: ['203.0.113.0/24'],
      resource_group_id: 'rg-1',
      tags: { env: 'test' },
      ad_server: 'ldap.example',
      ldap_server: 'ldap.example',
    });
  });

  it('lists it as a data source', async () => {
    const { Instances, TotalCount } = await bastionhost('DescribeInstances', {
      RegionId: region,
      PageSize: 50,
      PageNumber: 1,
      'Tag.*.1.Key': 'env',
      'Tag.*.1.Value': 'test',
    });
    expect(TotalCount).toBe(1);
    expect(Instances).toMatchObject([{ InstanceId, InstanceStatus: 'RUNNING' }]);
  });

  it('takes an instance that is gone for missing', async () => {
    const call = bastionhost('DescribeInstanceAttribute', { RegionId: region, InstanceId: 'bastionhost-cn-0' });
    await expect(call).rejects.toMatchObject({ code: 'Commodity.BizError.InvalidStatus' });
  });
});
