import { refusal, type Members } from '../../support/api-clients.ts';
import { startTestApplication, type TestApplication } from '../../support/test-application.ts';
import { openTestDatabase } from '../../support/test-database.ts';

describe('DescribeInstances', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await startTestApplication();
  });
  afterAll(() => app.stop());

  const list = (parameters: Members = {}) => app.pop('bastionhost').request('DescribeInstances', parameters);

  it('answers with the one instance of the account, running', async () => {
    const { Instances, TotalCount } = await list();
    expect(TotalCount).toBe(1);
    expect(Instances).toEqual([
      {
        BandWidth: 0,
        Description: '',
        ImageVersion: '3.2.50',
        InstanceId: expect.stringMatching(/^bastionhost-cn-[a-z0-9]{11}$/),
        InstanceStatus: 'RUNNING',
        InternetEndpoint: '127.0.0.1',
        IntranetEndpoint: '127.0.0.1',
        Legacy: false,
        LicenseCode: 'bhah_ult_20000_asset',
        PlanCode: 'cloudbastion_ha',
        PublicNetworkAccess: true,
        RegionId: 'cn-hangzhou',
        ResourceGroupId: '',
        SlaveVswitchId: '',
        StartTime: expect.any(Number),
        VswitchId: '',
      },
    ]);
  });

  it('answers by id, by status, by tag and page by page', async () => {
    const { Instances } = await list();
    const [{ InstanceId }] = Instances;
    const total = async (parameters: Members) => (await list(parameters)).TotalCount;
    await expect(total({ 'InstanceId.1': InstanceId, 'InstanceId.2': 'other' })).resolves.toBe(1);
    await expect(total({ 'InstanceId.1': 'other' })).resolves.toBe(0);
    await expect(total({ InstanceStatus: 'RUNNING' })).resolves.toBe(1);
    await expect(total({ InstanceStatus: 'PENDING' })).resolves.toBe(0);
    await app.pop('bastionhost').request('TagResources', {
      ResourceType: 'INSTANCE',
      'ResourceId.1': InstanceId,
      'Tag.1.Key': 'env',
      'Tag.1.Value': 'prod',
    });
    await expect(total({ 'Tag.1.Key': 'env', 'Tag.1.Value': 'prod' })).resolves.toBe(1);
    await expect(total({ 'Tag.1.Key': 'env', 'Tag.1.Value': 'test' })).resolves.toBe(0);
    // The Terraform provider's data source spells it like this.
    await expect(total({ 'Tag.*.1.Key': 'env' })).resolves.toBe(1);
    await expect(list({ PageNumber: 2, PageSize: 50 })).resolves.toMatchObject({ Instances: [], TotalCount: 1 });
  });

  it("answers the vendor's newer client, too", async () => {
    const answer = await app.openApi('bastionhost').request('DescribeInstances', { PageSize: '50' });
    expect(answer).toMatchObject({ TotalCount: 1 });
  });

  it.each([
    ['an unknown status', { InstanceStatus: 'SLEEPING' }],
    ['a resource group with a space', { ResourceGroupId: 'rg 1' }],
    ['a tag without a key', { 'Tag.1.Value': 'prod' }],
    ['a page size of 101', { PageSize: 101 }],
  ])('refuses parameters: %s', async (_, parameters) => {
    await expect(refusal(list(parameters))).resolves.toMatchObject({ code: 'InvalidParameter', status: 400 });
  });
});

describe('the instance created at first start', () => {
  it('is one, however many processes start at once, and stays the same', async () => {
    const database = await openTestDatabase();
    const instanceIds = async () => {
      const apps = await Promise.all([1, 2].map(() => startTestApplication({ database })));
      const answers = await Promise.all(apps.map((app) => app.pop('bastionhost').request('DescribeInstances')));
      await Promise.all(apps.map((app) => app.stop()));
      return answers.flatMap(({ Instances }) => Instances.map(({ InstanceId }: Members) => InstanceId));
    };
    const [first, second] = await instanceIds();
    expect(second).toBe(first);
    await expect(instanceIds()).resolves.toEqual([first, first]);
    await database.drop();
  });
});
