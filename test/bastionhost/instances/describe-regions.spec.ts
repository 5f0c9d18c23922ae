import { newAccount } from '../bastion-account.ts';

const bastion = await newAccount();

describe('DescribeRegions', () => {
  const regions = async (parameters = {}) =>
    (await bastion.app.pop('bastionhost').request('DescribeRegions', parameters)).Regions;

  it("answers with the vendor's regions, and with the caller's own", async () => {
    expect(await regions()).toContainEqual({ RegionId: 'cn-hangzhou', LocalName: 'cn-hangzhou' });
    const own = await regions({ RegionId: 'xx-here-1', AcceptLanguage: 'en-US' });
    expect(own).toContainEqual({ RegionId: 'xx-here-1', LocalName: 'xx-here-1' });
  });
});
