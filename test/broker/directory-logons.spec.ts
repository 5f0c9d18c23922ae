import { Redacted } from '../../src/common/redacted.ts';
import {
  account as reader,
  accountPassword,
  baseDn,
  dnOf,
  Slapd,
  unreachable,
} from '../bastionhost/auth-servers/slapd.ts';
import type { Members } from '../support/api-clients.ts';
import { describeWithSshdAnd } from '../support/requirements.ts';
import { account, BrokerUnderTest, said, type Server } from './broker-under-test.ts';

const passwords = { carol: 'Carol-Secret-1', dave: 'Dave-Secret-1' };

describeWithSshdAnd(['slapd', 'slapadd'], 'users of a directory', () => {
  let slapd: Slapd;
  let withoutTls: Slapd;
  let broker: BrokerUnderTest;
  let web: Server;

  beforeAll(async () => {
    [slapd, withoutTls] = await Promise.all([Slapd.start({ passwords }), Slapd.start({ passwords, tls: false })]);
    broker = await BrokerUnderTest.start({ settings: { SALLYPORT_LDAP_CA_FILE: slapd.caFile } });
    web = await broker.server('web-01');
    await directory('LDAP');
    for (const name of ['carol', 'dave']) await newUser(name, 'LDAP');
  });
  afterAll(async () => {
    await broker.stop();
    await Promise.all([slapd.stop(), withoutTls.stop()]);
  });

  const directory = (kind: 'AD' | 'LDAP', parameters: Members = {}) =>
    broker.bastionhost(`ModifyInstance${kind}AuthServer`, {
      Server: 'localhost',
      StandbyServer: 'localhost',
      Port: slapd.port,
      IsSSL: 'false',
      Account: reader,
      Password: accountPassword,
      BaseDN: baseDn,
      ...(kind === 'AD' ? { Domain: 'example.org' } : { LoginNameMapping: 'uid' }),
      ...parameters,
    });

  async function newUser(UserName: string, Source: string, uid = UserName): Promise<void> {
    const { UserId } = await broker.bastionhost('CreateUser', { UserName, Source, SourceUserId: dnOf(uid) });
    await broker.grant(UserId, web);
  }

  const run = (user: string, password: string) =>
    broker.client.ssh(broker.login(`${user}@${account}@web-01`, { password: new Redacted(password) }), 'id -un');

  it.each<[string, () => Members]>([
    ['StartTLS', () => ({})],
    ['LDAPS', () => ({ IsSSL: 'true', Port: slapd.tlsPort })],
    ['the standby server, where the first cannot be reached', () => ({ Server: unreachable })],
    ['plain LDAP, where the directory has no TLS', () => ({ Port: withoutTls.port })],
  ])('log on with the password that it knows, over %s', async (_, parameters) => {
    await directory('LDAP', parameters());
    const right = await run('carol', passwords.carol);
    expect([right.stdout.toString(), said(right)]).toEqual([`${account}\n`, '']);
    const wrong = await run('carol', passwords.dave);
    expect([wrong.status, wrong.stderr]).toEqual([255, expect.stringContaining('Permission denied')]);
  });

  it('are told of an outage, not of a wrong password, while no server can be trusted', async () => {
    await directory('LDAP', { Server: '127.0.0.1', StandbyServer: '127.0.0.1' });
    const outage = await run('dave', passwords.dave);
    expect(outage.stderr).toContain('not available');
    expect(outage.stderr).not.toContain('Permission denied');
    await directory('LDAP');
    expect((await run('dave', passwords.dave)).status).toBe(0);
  });

  // A directory of OpenLDAP stands in for Active Directory, which is not here.
  it('of AD log on by the DN of their entry, whatever they are called in it', async () => {
    await directory('AD');
    await newUser('Erin', 'AD', 'carol');
    expect((await run('Erin', passwords.carol)).status).toBe(0);
    expect((await run('Erin', passwords.dave)).status).toBe(255);
  });
});
