import type { Login } from '../../../../src/demo/openssh-client.ts';
import { generateSshKeyPair } from '../../../../src/ssh/keys.ts';
import { AuthenticatorApp } from '../../../bastionhost/second-factors/authenticator-app.ts';
import type { Members } from '../../../support/api-clients.ts';
import { eventually } from '../../../support/eventually.ts';
import { openTerminal, type OpensshTerminal } from '../../../support/openssh-terminal.ts';
import { describeWithSshd } from '../../../support/requirements.ts';
import { account, BrokerUnderTest, engineerPassword, said, type Server } from '../../broker-under-test.ts';
import { RawLogins } from '../../login/raw-logins.ts';

const next = 'Battery-staple-8';
const byApp = { TwoFactorStatus: 'Enable', TwoFactorMethods: '["totp"]' };

describeWithSshd('errands at logon', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  let raw: RawLogins;
  let terminal: OpensshTerminal | undefined;
  let number = 0;

  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    web = await broker.server('web-01');
    raw = RawLogins.of(broker.app);
  });
  afterEach(() => terminal?.close());
  afterAll(async () => {
    raw?.stop();
    await broker?.stop();
  });

  /** A new engineer with a password and a key, who names the server as a target. */
  async function engineer(settings: Members) {
    const name = `user-${(number += 1)}`;
    const UserId = await broker.engineer(name, [web]);
    const { privateKey, publicKey } = await generateSshKeyPair('ed25519');
    const PublicKey = Buffer.from(publicKey).toString('base64');
    await broker.bastionhost('CreateUserPublicKey', { UserId, PublicKeyName: 'laptop', PublicKey });
    await broker.bastionhost('ModifyUser', { UserId, ...settings });
    return { name, UserId, target: `${name}@${account}@web-01`, privateKey };
  }

  async function open(login: Login): Promise<OpensshTerminal> {
    terminal = await openTerminal(broker.client, login);
    return terminal;
  }

  const enrolled = async (at: OpensshTerminal) => {
    await at.shows(/Code that the app shows: $/);
    const [, key] = /^((?:[A-Z2-7]{4} ?){8})\r$/m.exec(at.screen())!;
    const app = new AuthenticatorApp(key!.replaceAll(' ', ''), broker.app.clock);
    const used = app.code();
    at.write(`${used}\r`);
    await at.shows(/The app is enrolled/);
    return { app, used };
  };

  it('an app is enrolled at the first logon, which then reaches the target; the next one asks for its code', async () => {
    const { target } = await engineer(byApp);
    const first = await open(broker.login(target));
    const { app, used } = await enrolled(first);
    await first.shows(/\$ $/);
    first.write('hostname; exit 4\r');
    await first.shows(/\nweb-01\r\n/);
    expect(await first.ended).toBe(4);
    const refused = await raw.conversation(target, [engineerPassword.reveal(), used]);
    expect(refused).toMatchObject({ outcome: 'refused', prompts: [expect.any(String), 'Mfa Code: '] });
    const next = app.code(1);
    const right = await raw.conversation(target, [engineerPassword.reveal(), next]);
    expect(right.outcome).toBe('in');
    const again = await raw.conversation(target, [engineerPassword.reveal(), next]);
    expect(again.outcome).toBe('refused');
  });

  it('a password that must be changed comes before an app, and both before the menu', async () => {
    const { name } = await engineer({ ...byApp, NeedResetPassword: 'true' });
    const at = await open(broker.login(name));
    await at.shows(/Current password: $/);
    for (const line of [engineerPassword.reveal(), next, next]) at.write(`${line}\r`);
    await at.shows(/Your password is changed/);
    await enrolled(at);
    await at.shows(/NUM +HOST NAME[^]*web-01/);
    at.write('q');
    expect(await at.ended).toBe(0);
    expect(await raw.password(name, engineerPassword.reveal())).toBe('refused');
  });

  it('a password that has to be changed lets nothing through but the change', async () => {
    const { target } = await engineer({ NeedResetPassword: 'true' });
    const run = await broker.client.ssh(broker.login(target), 'hostname');
    expect(said(run)).toContain('the password has to be changed first');
    const at = await open(broker.login(target));
    await at.shows(/Current password: $/);
    at.write('\x03');
    expect(await at.ended).toBe(1);
    expect(at.screen()).not.toContain('web-01');
  });

  it('wrong current passwords count as failed logins', async () => {
    const { target, UserId } = await engineer({ NeedResetPassword: 'true' });
    const at = await open(broker.login(target));
    for (let round = 0; round < 3; round++) for (const line of ['wrong', next, next]) at.write(`${line}\r`);
    await at.shows(/Your password is not changed/);
    const [user] = await broker.query('select failed_logins from bastion_users where id = $1', [UserId]);
    expect(user).toEqual({ failed_logins: 3 });
  });

  it('the menu changes a password by :passwd, and is there again', async () => {
    const { name } = await engineer({});
    const at = await open(broker.login(name));
    await at.shows(/web-01/);
    at.write(':passwd\r');
    await at.shows(/Current password: $/);
    for (const line of [engineerPassword.reveal(), next, next]) at.write(`${line}\r`);
    await at.shows(/Your password is changed[^]*NUM +HOST NAME[^]*web-01/);
    at.write('q');
    expect(await at.ended).toBe(0);
    expect(await raw.password(name, next)).toBe('in');
  });

  it('who goes while their password is being changed is connected to nothing', async () => {
    const { target, UserId } = await engineer({ NeedResetPassword: 'true' });
    const other = await engineer({});
    // What has begun before is known to the broker, or has its row, afterwards.
    const comeAndGo = () => broker.client.ssh(broker.login(other.target), 'true');
    const isWaiting = async () => {
      const blocked = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%bastion_users%'`;
      return (await broker.query(blocked)).length > 0;
    };
    const at = await open(broker.login(target));
    await at.shows(/Current password: $/);
    const row = broker.app.database.dataSource.createQueryRunner();
    await row.startTransaction();
    await row.query('select id from bastion_users where id = $1 for update', [UserId]);
    for (const line of [engineerPassword.reveal(), next, next]) at.write(`${line}\r`);
    await eventually('the change waits for the row', isWaiting);
    at.close();
    await at.ended;
    await comeAndGo();
    await row.commitTransaction();
    await row.release();
    const changes = async () =>
      (await broker.audited('ChangePassword')).filter(({ resource }) => resource.endsWith(`/${UserId}`));
    await eventually('the change is in the trail', async () => (await changes()).length > 0);
    await comeAndGo();
    const sessions = await broker.sessions();
    expect(sessions.filter((session) => session['user_id'] === UserId)).toEqual([]);
  });
});
