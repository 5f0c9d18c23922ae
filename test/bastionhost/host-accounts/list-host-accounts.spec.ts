import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

describe('ListHostAccounts', () => {
  let bastion: BastionAccount;
  let first: string;
  let second: string;
  beforeAll(async () => {
    bastion = await newAccount();
    first = await bastion.host();
    second = await bastion.host();
    await bastion.account(first, 'root', { Password: 'Secret-1' });
    await bastion.account(first, 'deploy');
    await bastion.account(second, 'root');
  });

  async function accounts(parameters: Members): Promise<string[][]> {
    const { HostAccounts } = await bastion.call('ListHostAccounts', parameters);
    return HostAccounts.map(({ HostId, HostAccountName }: Members) => [HostId, HostAccountName]);
  }

  describe('answers', () => {
    it('with the accounts of one host, without their credentials', async () => {
      const { HostAccounts, TotalCount } = await bastion.call('ListHostAccounts', { HostId: first });
      expect(TotalCount).toBe(2);
      expect(HostAccounts[0]).toEqual({
        HasPassword: true,
        HostAccountId: expect.stringMatching(/^\d+$/),
        HostAccountName: 'root',
        HostId: first,
        PrivilegeType: 'Normal',
        ProtocolName: 'SSH',
        RotationMode: 'Self',
        CredentialSource: 'Local',
      });
    });

    it('with those of several hosts when HostId is 0', async () => {
      await expect(accounts({ HostId: 0, HostIds: [first, Number(second)] })).resolves.toEqual([
        [first, 'root'],
        [first, 'deploy'],
        [second, 'root'],
      ]);
      await expect(accounts({ HostId: 0 })).resolves.toEqual([]);
    });

    it('by name, by protocol and page by page', async () => {
      await expect(accounts({ HostId: first, HostAccountName: 'deploy' })).resolves.toEqual([[first, 'deploy']]);
      await expect(accounts({ HostId: first, ProtocolName: 'RDP' })).resolves.toEqual([]);
      await expect(accounts({ HostId: first, PageSize: 1, PageNumber: 2 })).resolves.toEqual([[first, 'deploy']]);
    });

    it('and says of each secret whether it is still there', async () => {
      const HostId = await bastion.ecsHost('i-states');
      const names = ['acs/ecs/kept', 'acs/ecs/waiting', 'acs/ecs/gone'];
      for (const name of names) {
        await bastion.keySecret(name, 'i-states', name.slice('acs/ecs/'.length));
        await bastion.importSecret(HostId, name);
      }
      // Its name contains that of a secret that is gone.
      await bastion.keySecret('acs/ecs/gone-too', 'i-states', 'other');
      await bastion.account(HostId, 'local', { Password: 'Local-1' });
      await bastion.kmsCall('DeleteSecret', { SecretName: 'acs/ecs/waiting' });
      await bastion.kmsCall('DeleteSecret', { SecretName: 'acs/ecs/gone', ForceDeleteWithoutRecovery: 'true' });
      const { HostAccounts } = await bastion.call('ListHostAccounts', { HostId });
      expect(HostAccounts.map((account: Members) => [account['HostAccountName'], account['KmsSecretState']])).toEqual([
        ['kept', 'Normal'],
        ['waiting', 'PendingDeletion'],
        ['gone', 'NotFound'],
        ['local', undefined],
      ]);
      const { HostAccountId } = HostAccounts[1];
      await bastion.kmsCall('RestoreSecret', { SecretName: 'acs/ecs/waiting' });
      await expect(bastion.call('GetHostAccount', { HostAccountId })).resolves.toMatchObject({
        HostAccount: { KmsSecretState: 'Normal' },
      });
    });

    it('with an empty list for an unknown host', async () => {
      await expect(bastion.call('ListHostAccounts', { HostId: '999999' })).resolves.toMatchObject({
        HostAccounts: [],
        TotalCount: 0,
      });
    });
  });

  describe('refuses parameters', () => {
    it.each([
      ['no host', {}, 'MissingHostId'],
      ['a name for an id', { HostId: 'web-01' }, 'InvalidParameter'],
      ['hosts that are not a list', { HostId: 0, HostIds: 'web-01' }, 'InvalidParameter'],
      ['an unknown protocol', { HostId: 1, ProtocolName: 'VNC' }, 'InvalidParameter'],
    ])('%s', async (_, parameters, code) => {
      await expect(refusal(bastion.call('ListHostAccounts', parameters))).resolves.toMatchObject({ code, status: 400 });
    });
  });
});
