import { account as reader, accountPassword, baseDn, dnOf, Slapd } from '../../bastionhost/auth-servers/slapd.ts';
import { password } from '../../bastionhost/bastion-account.ts';
import { BastionApplication } from '../../bastionhost/bastion-application.ts';
import type { Members } from '../../support/api-clients.ts';
import { eventually } from '../../support/eventually.ts';
import { newRamUser } from '../../support/new-ram-user.ts';
import { describeWithPrograms } from '../../support/requirements.ts';
import { SeverableWay } from '../../support/severable-way.ts';
import { RawLogins } from './raw-logins.ts';

const carols = 'Carol-Secret-1';
const wrong = 'Wrong-horse-7';
const everybody = ['stranger', 'alice', 'bob', 'locked', 'carol'];

// Against a real directory, which says itself what it was asked.
describeWithPrograms(['slapd', 'slapadd'], 'a wrong password, where an instance has a directory', () => {
  let slapd: Slapd;
  let way: SeverableWay;
  let bastion: BastionApplication;
  let logins: RawLogins;

  beforeAll(async () => {
    slapd = await Slapd.start({ passwords: { carol: carols } });
    way = await SeverableWay.to({ host: '127.0.0.1', port: slapd.port });
    bastion = await BastionApplication.start({ settings: { SALLYPORT_LDAP_CA_FILE: slapd.caFile } });
    logins = RawLogins.of(bastion.app);
    await bastion.user('alice');
    const ofRam = { Source: 'Ram', SourceUserId: await newRamUser(bastion.app, 'bob') };
    await bastion.user('bob', ofRam);
    await bastion.user('locked');
    await bastion.user('carol', { Source: 'LDAP', SourceUserId: dnOf('carol'), Password: undefined });
    for (let time = 0; time < 5; time++) await logins.password('locked', wrong);
    // Nobody else is to be locked out by what follows.
    await bastion.call('ModifyInstanceSettings', { AccountLockoutThreshold: '0' });
  });
  beforeEach(async () => {
    way.restore();
    await query('delete from bastion_auth_servers');
    await setDirectory('LDAP', way.port);
  });
  afterAll(async () => {
    logins.stop();
    await bastion.stop();
    await way.close();
    await slapd.stop();
  });

  const query = (statement: string) => bastion.app.database.dataSource.query<Members[]>(statement);

  const setDirectory = (kind: 'AD' | 'LDAP', Port: number) =>
    bastion.call(`ModifyInstance${kind}AuthServer`, {
      Server: 'localhost',
      Port,
      IsSSL: 'false',
      Account: reader,
      Password: accountPassword,
      BaseDN: baseDn,
      ...(kind === 'AD' ? { Domain: 'example.org' } : { LoginNameMapping: 'uid' }),
    });

  /** What the directory is asked by a login, on as many connections. */
  async function askedBy(login: () => Promise<unknown>, connections = 1): Promise<string[][]> {
    const before = slapd.conversations.length;
    await login();
    await eventually('the directory has been asked', () => slapd.conversations.length >= before + connections);
    return slapd.conversations.slice(before);
  }
  const kindsOf = (questions: string[]) => questions.map((question) => question.split(' ')[0]);

  it.each(everybody)('is asked of it in the same way, whoever is named: %s', async (name) => {
    const asked = await askedBy(async () => expect(await logins.password(name, wrong)).toBe('refused'));
    expect(asked.map(kindsOf)).toEqual([['EXT', 'BIND', 'SRCH', 'BIND']]);
    const [, asReader, , asEntry] = asked[0]!;
    expect(asReader).toBe(`BIND dn="${reader}"`);
    // Nobody's entry does not exist, so that there is none that the directory could lock.
    const entry = name === 'carol' ? dnOf('carol') : `cn=[0-9a-f]{32},${baseDn}`;
    expect(asEntry).toMatch(new RegExp(`^BIND dn="${entry}"$`));
  });

  it('is asked of each directory that there is, and a right one waits for its own alone', async () => {
    await setDirectory('AD', slapd.port);
    for (const name of ['stranger', 'carol'])
      expect(await askedBy(() => logins.password(name, wrong), 2)).toHaveLength(2);
    await setDirectory('AD', way.port);
    await setDirectory('LDAP', slapd.port);
    way.cut();
    expect(await logins.password('carol', carols)).toBe('in');
    for (const name of everybody) expect(await logins.password(name, wrong)).toBe('ended');
  });

  it.each(everybody)('is answered only after it has answered: %s', async (name) => {
    const kept = way.keepNext();
    const order: string[] = [];
    const answered = logins.password(name, wrong).then((outcome) => order.push(outcome));
    const passOn = await kept;
    // Those whose password is the bastion's own do not wait for it meanwhile.
    for (const right of ['alice', 'bob']) order.push(`${right} ${await logins.password(right, password)}`);
    passOn();
    await answered;
    expect(order).toEqual(['alice in', 'bob in', 'refused']);
  });

  it.each(everybody)('has the same answer while it does not answer, whoever is named: %s', async (name) => {
    way.cut();
    expect(await logins.password(name, wrong)).toBe('ended');
    expect(await logins.password('alice', password)).toBe('in');
    expect(await logins.password('locked', password)).toBe('ended');
  });

  it('counts meanwhile where it is known to be wrong, and stands in the trail', async () => {
    await bastion.user('dan');
    await bastion.call('ModifyInstanceSettings', { AccountLockoutThreshold: '1' });
    way.cut();
    for (const name of ['dan', 'carol']) expect(await logins.password(name, wrong)).toBe('ended');
    way.restore();
    expect([await logins.password('dan', password), await logins.password('carol', carols)]).toEqual(['refused', 'in']);
    const failed = () =>
      query("select on_behalf_of as who from audit_events where action = 'Login' and result <> 'OK'");
    await eventually('both are in the trail', async () => {
      const names = (await failed()).map(({ who }) => who as string);
      return ['user/dan', 'user/carol'].every((name) => names.includes(name));
    });
    await bastion.call('ModifyInstanceSettings', { AccountLockoutThreshold: '0' });
  });
});
