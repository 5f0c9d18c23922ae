import { refusal } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

const bastion = await newAccount();

describe('ModifyInstanceAttribute', () => {
  const description = async () =>
    (await bastion.call('DescribeInstanceAttribute')).InstanceAttribute.Description as string;

  it('renames the instance, and changes nothing without a description', async () => {
    await bastion.call('ModifyInstanceAttribute', { Description: '生产-Bastion_1' });
    expect(await description()).toBe('生产-Bastion_1');
    await bastion.call('ModifyInstanceAttribute', { Description: '' });
    expect(await description()).toBe('生产-Bastion_1');
  });

  it.each([
    ['65 characters', 'd'.repeat(65)],
    ['an escape', 'a\u001b[31m'],
    ['a space', 'two words'],
  ])('refuses parameters: a description with %s', async (_, Description) => {
    const call = bastion.call('ModifyInstanceAttribute', { Description });
    expect(await refusal(call)).toMatchObject({ code: 'InvalidParameter', status: 400 });
  });

  it('refuses an unknown instance', async () => {
    const call = bastion.call('ModifyInstanceAttribute', { InstanceId: 'bastionhost-cn-0', Description: 'a' });
    expect(await refusal(call)).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
