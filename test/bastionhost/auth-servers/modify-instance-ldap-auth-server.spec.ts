import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

const bastion = await newAccount();

describe('ModifyInstanceLDAPAuthServer', () => {
  const ldap = { Server: 'ldap.example', Port: '389', Account: 'cn=reader,dc=example', BaseDN: 'dc=example' };
  const modify = (parameters: Members) => bastion.call('ModifyInstanceLDAPAuthServer', { ...ldap, ...parameters });
  const shown = async () => (await bastion.call('GetInstanceLDAPAuthServer')).LDAP as Members;

  it('needs a password the first time, keeps it when none is given, and shows it never', async () => {
    expect(await refusal(modify({}))).toMatchObject({ code: 'MissingPassword', status: 400 });
    await modify({ Password: 'Bind-1', LoginNameMapping: 'uid', IsSSL: 'true', StandbyServer: '192.0.2.7' });
    await modify({ Filter: '(uid=a)' });
    const answer = await shown();
    expect(answer).toMatchObject({
      ...ldap,
      Port: 389,
      IsSSL: true,
      HasPassword: 'true',
      LoginNameMapping: 'uid',
      StandbyServer: '192.0.2.7',
      Filter: '(uid=a)',
    });
    expect(JSON.stringify(answer)).not.toContain('Bind-1');
    expect((await bastion.call('GetInstanceADAuthServer')).AD).toMatchObject({ Server: '', HasPassword: false });
  });

  it.each<[string, Members]>([
    ['another server', { Server: 'theirs.example' }],
    ['another port', { Port: '1389' }],
    ['another standby server', { StandbyServer: 'theirs.example' }],
    ['no TLS', { IsSSL: 'false' }],
  ])('sends no kept password to %s: it has to be given again', async (_, parameters) => {
    await modify({ Password: 'Bind-1', IsSSL: 'true', StandbyServer: '192.0.2.7' });
    const before = await shown();
    expect(await refusal(modify(parameters))).toMatchObject({ code: 'MissingPassword', status: 400 });
    expect(await shown()).toEqual(before);
    await modify({ ...parameters, Password: 'Bind-1' });
    await modify({ IsSSL: 'true', StandbyServer: '', ...parameters });
  });

  it.each<[string, Members, string]>([
    ['no base DN', { BaseDN: undefined }, 'MissingBaseDN'],
    ['port 65536', { Port: '65536' }, 'InvalidParameter'],
    ['a base DN with a line break', { BaseDN: 'dc=a\ndc=b' }, 'InvalidParameter'],
    ['a standby server that is no name', { StandbyServer: 'a b' }, 'InvalidParameter'],
    ['a word that is no flag', { IsSSL: 'yes' }, 'InvalidParameter'],
    ['an account that would be taken for a SASL mechanism', { Account: 'EXTERNAL' }, 'InvalidParameter'],
    ['the same in lower case', { Account: 'scram-sha-1' }, 'InvalidParameter'],
    ['a filter without its end', { Filter: '(uid=a' }, 'InvalidParameter'],
    ['a filter that is none', { Filter: 'everybody' }, 'InvalidParameter'],
    ['a login name in an attribute with a bracket', { LoginNameMapping: 'uid)(cn' }, 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, parameters, code) => {
    await modify({ Password: 'Bind-1' });
    const before = await shown();
    expect(await refusal(modify({ Server: 'other.example', ...parameters }))).toMatchObject({ code, status: 400 });
    expect(await shown()).toEqual(before);
  });

  it('refuses an unknown instance', async () => {
    const refused = await refusal(modify({ InstanceId: 'bastionhost-cn-00000000000', Password: 'Bind-1' }));
    expect(refused).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
