import { refusal } from '../../support/api-clients.ts';
import { BastionApplication } from '../bastion-application.ts';

describe('DescribeInstanceAttribute', () => {
  let bastion: BastionApplication;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
  });
  afterAll(() => bastion.stop());

  it('answers with what the instance can do', async () => {
    const { InstanceAttribute } = await bastion.call('DescribeInstanceAttribute');
    expect(InstanceAttribute).toMatchObject({
      InstanceId: bastion.instanceId,
      InstanceStatus: 'RUNNING',
      KmsSecretModule: 'Enable',
      DbOperationModule: 'Disable',
      Ports: [{ StandardPort: 60_022, CustomPort: 60_022 }],
    });
  });

  it('answers in the types that the Terraform provider expects', async () => {
    const { InstanceAttribute } = await bastion.call('DescribeInstanceAttribute');
    // The provider subtracts up to 4 TiB, which the licence includes.
    expect(InstanceAttribute.Storage).toBe(4 * 1024 ** 4);
    expect(InstanceAttribute).toMatchObject({ Bandwidth: '0', BandwidthPackage: '0', ResourceGroupId: '' });
    expect(InstanceAttribute.PublicNetworkAccess).toBe(true);
    for (const list of ['AuthorizedSecurityGroups', 'PublicWhiteList', 'SecurityGroupIds', 'WhiteListPolicies']) {
      expect(InstanceAttribute[list]).toEqual([]);
    }
  });

  it('refuses parameters: no instance', async () => {
    const call = bastion.call('DescribeInstanceAttribute', { InstanceId: undefined });
    await expect(refusal(call)).resolves.toMatchObject({ code: 'MissingInstanceId', status: 400 });
  });

  it('refuses an unknown instance', async () => {
    const call = bastion.call('DescribeInstanceAttribute', { InstanceId: 'bastionhost-cn-00000000000' });
    await expect(refusal(call)).resolves.toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
