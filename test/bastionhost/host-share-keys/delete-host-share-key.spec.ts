import { refusal } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

describe('DeleteHostShareKey', () => {
  let bastion: BastionAccount;
  beforeAll(async () => {
    bastion = await newAccount();
  });

  it('deletes the key; its accounts stay, with their own credentials', async () => {
    const [HostShareKeyId] = await bastion.shareKey('web');
    const HostAccountId = await bastion.account(await bastion.host(), 'root', { HostShareKeyId, Password: 'Own-1' });
    await bastion.call('DeleteHostShareKey', { HostShareKeyId });
    const { HostAccount } = await bastion.call('GetHostAccount', { HostAccountId });
    expect(HostAccount).toMatchObject({ HasPassword: true });
    expect(HostAccount).not.toHaveProperty('HostShareKeyId');
    expect(HostAccount).not.toHaveProperty('HostShareKeyName');
    await expect(refusal(bastion.call('DeleteHostShareKey', { HostShareKeyId }))).resolves.toMatchObject({
      code: 'HostShareKeyNotFound',
      status: 404,
    });
  });

  it.each([
    ['no key', {}, 'MissingHostShareKeyId'],
    ['a name for an id', { HostShareKeyId: 'web' }, 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, parameters, code) => {
    await expect(refusal(bastion.call('DeleteHostShareKey', parameters))).resolves.toMatchObject({ code, status: 400 });
  });
});
