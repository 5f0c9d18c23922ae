import { refusal, type Members } from '../../support/api-clients.ts';
import { describeWithPrograms } from '../../support/requirements.ts';
import { BastionApplication } from '../bastion-application.ts';
import { account, accountPassword, baseDn, Slapd, unreachable } from './slapd.ts';

const altname = /its certificate is not trusted \(ERR_TLS_CERT_ALTNAME_INVALID\)/;

describeWithPrograms(['slapd', 'slapadd'], 'VerifyInstanceLDAPAuthServer', () => {
  let slapd: Slapd;
  let bastion: BastionApplication;
  beforeAll(async () => {
    slapd = await Slapd.start();
    bastion = await BastionApplication.start({ settings: { SALLYPORT_LDAP_CA_FILE: slapd.caFile } });
  });
  afterAll(async () => {
    await bastion.stop();
    await slapd.stop();
  });

  const plain = () => ({
    Server: 'localhost',
    Port: slapd.port,
    Account: account,
    BaseDN: baseDn,
    Password: accountPassword,
  });
  const overTls = () => ({ ...plain(), Port: slapd.tlsPort, IsSSL: 'true' });
  const verify = (parameters: Members) => bastion.call('VerifyInstanceLDAPAuthServer', parameters);
  const reason = async (parameters: Members) => {
    const { code, message } = await refusal(verify(parameters));
    expect(code).toBe('AuthServerNotUsable');
    return message;
  };

  it('answers when the account binds and the base DN is there, by StartTLS and over LDAPS', async () => {
    await expect(verify(plain())).resolves.toMatchObject({ RequestId: expect.any(String) });
    await verify({ ...plain(), Filter: '(objectClass=person)' });
    await verify(overTls());
  });

  it('asks the standby server when the first one cannot be reached, and says it of both', async () => {
    const StandbyServer = 'localhost';
    await verify({ ...overTls(), Server: unreachable, StandbyServer });
    const wrong = { ...overTls(), Server: unreachable, StandbyServer, Password: 'Wrong-1' };
    expect(await reason(wrong)).toMatch(
      /127\.0\.0\.2: it cannot be reached \(E\w+\); localhost: it refuses the account or its password/,
    );
  });

  it('does not ask the standby server what the first one has answered', async () => {
    const message = await reason({ ...plain(), Password: 'Wrong-1', StandbyServer: '127.0.0.1' });
    expect(message).toMatch(/: localhost: it refuses the account or its password\.$/);
  });

  it.each<[string, () => Members, RegExp]>([
    ['a wrong password', () => ({ Password: 'Wrong-1' }), /it refuses the account or its password/],
    ['an unknown account', () => ({ Account: `cn=nobody,${baseDn}` }), /it refuses the account or its password/],
    ['an account that is no DN', () => ({ Account: 'reader' }), /it refuses the account or its password/],
    ['another base DN', () => ({ BaseDN: 'dc=example,dc=com' }), /it has no such base DN/],
    ['a base DN that is none', () => ({ BaseDN: 'example' }), /it has no such base DN/],
    ['a closed port', () => ({ Port: 1 }), /it cannot be reached \(ECONNREFUSED\)/],
    ['LDAPS at the plain port', () => ({ IsSSL: 'true' }), /it cannot be reached/],
    ['plain LDAP at the port of LDAPS', () => ({ Port: slapd.tlsPort }), /it cannot be reached/],
    ['a certificate for another name', () => ({ ...overTls(), Server: '127.0.0.1' }), altname],
    ['a certificate for another name, by StartTLS', () => ({ Server: '127.0.0.1' }), altname],
  ])('says what is wrong, but no secret: %s', async (_, parameters, words) => {
    const message = await reason({ ...plain(), ...parameters() });
    expect(message).toMatch(words);
    expect(message).not.toMatch(/Bind-Secret|Wrong-1/);
  });

  it.each<[string, Members, string]>([
    ['no password', { Password: undefined }, 'MissingPassword'],
    ['an empty password', { Password: '' }, 'MissingPassword'],
    ['the name of a SASL mechanism as account', { Account: 'EXTERNAL' }, 'InvalidParameter'],
    ['another one, in small letters', { Account: 'plain' }, 'InvalidParameter'],
    ['a filter that is none', { Filter: '(uid=' }, 'InvalidParameter'],
    ['a server that is no name', { Server: 'a b' }, 'InvalidParameter'],
    ['port 65536', { Port: 65_536 }, 'InvalidParameter'],
    ['no base DN', { BaseDN: undefined }, 'MissingBaseDN'],
    ['an unknown instance', { InstanceId: 'other' }, 'Commodity.BizError.InvalidStatus'],
  ])('refuses before anything is dialled: %s', async (_, parameters, code) => {
    expect(await refusal(verify({ ...plain(), ...parameters }))).toMatchObject({ code, status: 400 });
  });

  it('never sends the kept password to a server that the caller names', async () => {
    await bastion.call('ModifyInstanceLDAPAuthServer', plain());
    const { Password: _kept, ...withoutPassword } = plain();
    expect(await refusal(verify(withoutPassword))).toMatchObject({ code: 'MissingPassword', status: 400 });
  });
});
