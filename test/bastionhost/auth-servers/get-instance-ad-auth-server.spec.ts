import { refusal } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

const bastion = await newAccount();

describe('GetInstanceADAuthServer', () => {
  it('answers in the types that Terraform reads, also before a server is set', async () => {
    const { AD } = await bastion.call('GetInstanceADAuthServer');
    expect(AD).toEqual({
      Account: '',
      BaseDN: '',
      Domain: '',
      EmailMapping: '',
      Filter: '',
      HasPassword: false,
      IsDefault: true,
      IsSSL: false,
      IsSyncEmailAttr: false,
      IsSyncMobileAttr: false,
      IsSyncNameAttr: false,
      IsSyncOuAsUserGroup: false,
      MobileMapping: '',
      NameMapping: '',
      Port: 0,
      Server: '',
      ServerName: '',
      StandbyServer: '',
    });
  });

  it('refuses parameters: another source of users', async () => {
    const call = bastion.call('GetInstanceADAuthServer', { UserSourceId: '2' });
    expect(await refusal(call)).toMatchObject({ code: 'InvalidParameter', status: 400 });
  });

  it('refuses an unknown instance', async () => {
    const call = bastion.call('GetInstanceADAuthServer', { InstanceId: 'bastionhost-cn-00000000000' });
    expect(await refusal(call)).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
