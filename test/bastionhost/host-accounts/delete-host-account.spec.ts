import { refusal } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

describe('DeleteHostAccount', () => {
  let bastion: BastionAccount;
  beforeAll(async () => {
    bastion = await newAccount();
  });

  it('deletes the account and its grants', async () => {
    const HostId = await bastion.host();
    const HostAccountId = await bastion.account(HostId);
    const UserId = await bastion.user('alice');
    await bastion.attach(UserId, HostId, [HostAccountId]);
    const answer = await bastion.call('DeleteHostAccount', { HostAccountId });
    expect(Object.keys(answer)).toEqual(['RequestId']);
    await expect(bastion.call('ListHostAccountsForUser', { UserId, HostId })).resolves.toMatchObject({ TotalCount: 0 });
  });

  it('removes only the reference to a secret, which can be imported again', async () => {
    const HostId = await bastion.ecsHost('i-reference');
    await bastion.passwordSecret('acs/ecs/reference', 'i-reference');
    await bastion.importSecret(HostId, 'acs/ecs/reference');
    const { HostAccounts } = await bastion.call('ListHostAccounts', { HostId });
    await bastion.call('DeleteHostAccount', { HostAccountId: HostAccounts[0].HostAccountId });
    await expect(bastion.importSecret(HostId, 'acs/ecs/reference')).resolves.toMatchObject({ Code: '200' });
  });

  it('refuses an unknown account', async () => {
    await expect(refusal(bastion.call('DeleteHostAccount', { HostAccountId: '999999' }))).resolves.toMatchObject({
      code: 'HostAccountNotFound',
      status: 404,
    });
  });

  it('refuses parameters: no account', async () => {
    await expect(refusal(bastion.call('DeleteHostAccount'))).resolves.toMatchObject({ code: 'MissingHostAccountId' });
  });
});
