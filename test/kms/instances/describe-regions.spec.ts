import { refusal, type Members } from '../../support/api-clients.ts';
import { invalid } from '../key-behaviour.ts';
import { KmsApplication } from '../kms-application.ts';
import { ramUser } from '../ram-callers.ts';

describe('DescribeRegions', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  it('answers the regions, that of the call among them, whoever asks', async () => {
    const user = await ramUser(kms, []);
    const { Regions } = await user.call('DescribeRegions', { RegionId: 'xx-nowhere' });
    const ids = Regions.Region.map(({ RegionId }: Members) => RegionId);
    expect(ids).toEqual(expect.arrayContaining(['cn-hangzhou', 'ap-southeast-1', 'xx-nowhere']));
    const [row] = await kms.audited('DescribeRegions');
    expect(row).toMatchObject({ result: 'OK', resource: '*' });
  });

  it('refuses parameters that it does not know', async () => {
    expect(await refusal(kms.call('DescribeRegions', { Unknown: 'x' }))).toEqual(invalid('Unknown'));
  });
});
