import { refusal } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

const bastion = await newAccount();

describe('GetInstanceStoreInfo', () => {
  it('answers with how much of the file system is in use, in bytes', async () => {
    const { Max, Usage } = await bastion.call('GetInstanceStoreInfo');
    expect(Max).toBeGreaterThan(1_000_000);
    expect(Usage).toBeGreaterThan(0);
    expect(Usage).toBeLessThan(Max);
  });

  it('refuses an unknown instance', async () => {
    const call = bastion.call('GetInstanceStoreInfo', { InstanceId: 'bastionhost-cn-00000000000' });
    expect(await refusal(call)).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
