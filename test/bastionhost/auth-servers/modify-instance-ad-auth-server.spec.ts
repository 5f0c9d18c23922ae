import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

const bastion = await newAccount();

describe('ModifyInstanceADAuthServer', () => {
  const ad = {
    Server: 'ad.example',
    Port: '636',
    IsSSL: 'true',
    Account: 'reader',
    BaseDN: 'dc=corp,dc=example',
    Domain: 'corp.example',
  };
  const modify = (parameters: Members) => bastion.call('ModifyInstanceADAuthServer', { ...ad, ...parameters });
  const shown = async () => (await bastion.call('GetInstanceADAuthServer')).AD as Members;

  it('needs a password the first time, keeps it when none is given, and shows it never', async () => {
    expect(await refusal(modify({}))).toMatchObject({ code: 'MissingPassword', status: 400 });
    expect(await shown()).toMatchObject({ HasPassword: false });
    await modify({ Password: 'Bind-1', IsSSL: 'false', Filter: '(memberOf=cn=ops)', NameMapping: 'displayName' });
    await modify({ Password: '', IsSSL: 'true', Filter: '', ServerName: 'Head office' });
    const answer = await shown();
    expect(answer).toMatchObject({
      ...ad,
      Port: 636,
      IsSSL: true,
      HasPassword: true,
      Filter: '(memberOf=cn=ops)',
      NameMapping: 'displayName',
      ServerName: 'Head office',
    });
    expect(JSON.stringify(answer)).not.toContain('Bind-1');
  });

  it('sends no kept password to another server: it has to be given again', async () => {
    await modify({ Password: 'Bind-1' });
    const elsewhere = { Server: 'theirs.example', Password: '' };
    expect(await refusal(modify(elsewhere))).toMatchObject({ code: 'MissingPassword', status: 400 });
    expect(await shown()).toMatchObject({ Server: ad.Server });
  });

  it.each<[string, Members, string]>([
    ['no domain', { Domain: undefined }, 'MissingDomain'],
    ['no server', { Server: undefined }, 'MissingServer'],
    ['a URL as server', { Server: 'ldaps://ad.example' }, 'InvalidParameter'],
    ['port 0', { Port: '0' }, 'InvalidParameter'],
    ['an account with an escape', { Account: 'reader\u001b' }, 'InvalidParameter'],
    ['an attribute with a bracket', { NameMapping: 'cn)(uid=*' }, 'InvalidParameter'],
    ['a second server', { UserSourceId: '2' }, 'InvalidParameter'],
    ['a server that is not the default', { IsDefault: 'false' }, 'InvalidParameter'],
    ['synchronised names', { IsSyncNameAttr: 'true' }, 'InvalidParameter'],
    ['synchronised addresses', { IsSyncEmailAttr: 'true' }, 'InvalidParameter'],
    ['synchronised numbers', { IsSyncMobileAttr: 'true' }, 'InvalidParameter'],
    ['synchronised groups', { IsSyncOuAsUserGroup: 'true' }, 'InvalidParameter'],
    ['an interval of synchronisation', { SyncInterval: '60' }, 'InvalidParameter'],
    ['an account that would be taken for a SASL mechanism', { Account: 'DIGEST-MD5' }, 'InvalidParameter'],
    ['the same in lower case', { Account: 'external' }, 'InvalidParameter'],
    ['a filter without its end', { Filter: '(memberOf=cn=ops' }, 'InvalidParameter'],
    ['a filter that is none', { Filter: 'everybody' }, 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, parameters, code) => {
    await modify({ Password: 'Bind-1' });
    const before = await shown();
    expect(await refusal(modify({ ServerName: 'Branch', ...parameters }))).toMatchObject({ code, status: 400 });
    expect(await shown()).toEqual(before);
  });

  it('refuses an unknown instance', async () => {
    const refused = await refusal(modify({ InstanceId: 'bastionhost-cn-00000000000', Password: 'Bind-1' }));
    expect(refused).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
