import { refusal } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

const bastion = await newAccount();

describe('GetInstanceLDAPAuthServer', () => {
  it('answers in the types that Terraform reads, also before a server is set', async () => {
    const { LDAP } = await bastion.call('GetInstanceLDAPAuthServer');
    expect(LDAP).toEqual({
      Account: '',
      BaseDN: '',
      EmailMapping: '',
      Filter: '',
      HasPassword: 'false',
      IsSSL: false,
      LoginNameMapping: '',
      MobileMapping: '',
      NameMapping: '',
      Port: 0,
      Server: '',
      StandbyServer: '',
    });
  });

  it('refuses an unknown instance', async () => {
    const call = bastion.call('GetInstanceLDAPAuthServer', { InstanceId: 'bastionhost-cn-00000000000' });
    expect(await refusal(call)).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
