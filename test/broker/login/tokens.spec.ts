import { randomBytes } from 'node:crypto';
import { SecondFactors } from '../../../src/bastionhost/second-factors.api.ts';
import { Redacted } from '../../../src/common/redacted.ts';
import { JsonLogger } from '../../../src/config/json-logger.ts';
import { RamAccount, type TestUser } from '../../ram/ram-account.ts';
import type { Members } from '../../support/api-clients.ts';
import { eventually } from '../../support/eventually.ts';
import { isListening } from '../../support/is-listening.ts';
import { KeepingLogger } from '../../support/keeping-logger.ts';
import { describeWithSshd } from '../../support/requirements.ts';
import { account, BrokerUnderTest, said, type Server } from '../broker-under-test.ts';
import { RawLogins } from './raw-logins.ts';
import { WantedCodes } from './wanted-codes.ts';

const hour = 3_600_000;

describeWithSshd('an O&M token', () => {
  const logger = new KeepingLogger();
  const codes = new WantedCodes();
  const issued: string[] = [];
  let broker: BrokerUnderTest;
  let logins: RawLogins;
  let web: Server;
  let db: Server;
  let engineer: TestUser;
  let UserId: string;

  beforeAll(async () => {
    const overrides = [
      { token: JsonLogger, value: logger },
      { token: SecondFactors, value: codes },
    ];
    broker = await BrokerUnderTest.start({ overrides });
    codes.wanted = { kind: 'code', prompt: 'Mfa Code:' };
    logins = RawLogins.of(broker.app);
    [web, db] = [await broker.server('web-01'), await broker.server('db-01')];
    engineer = await new RamAccount(broker.app).newUser([
      { Effect: 'Allow', Action: 'yundun-bastionhost:*', Resource: '*' },
    ]);
    const user = { UserName: engineer.name, Source: 'Ram', SourceUserId: engineer.id };
    ({ UserId } = await broker.bastionhost('CreateUser', user));
    for (const server of [web, db]) await broker.grant(UserId, server);
  });
  afterAll(async () => {
    logins.stop();
    await broker.stop();
  });

  async function newToken(of = web): Promise<string> {
    const asset = { AssetId: of.hostId, AssetType: 'Host', AssetAccountName: account };
    const { InstanceId } = (await broker.app.pop('bastionhost').request('DescribeInstances'))['Instances'][0];
    const answer = await broker.app
      .pop('bastionhost', engineer.credentials)
      .request('GenerateAssetOperationToken', { InstanceId, ...asset });
    const token = answer['AssetOperationToken']['Token'] as string;
    issued.push(token);
    return token;
  }

  const run = (user: string, password: string) =>
    broker.client.ssh(broker.login(user, { password: new Redacted(password) }), 'hostname');
  const update = (token: Members) =>
    broker.query(
      `update bastion_operation_tokens set ${Object.keys(token)
        .map((name) => `${name} = ${token[name]}`)
        .join()}`,
    );

  it('logs on as the user name with any password, and as the password of its user, without a code', async () => {
    const token = await newToken();
    codes.asked.length = 0;
    for (const [user, password] of [
      [token, 'anything'],
      [token, ''],
      [engineer.name, token],
      [`${engineer.name}@${account}@web-01`, token],
    ] as const) {
      const { stdout, status } = await run(user, password);
      expect([stdout.toString(), status]).toEqual(['web-01\n', 0]);
    }
    expect((await logins.conversation(token, ['x'])).outcome).toBe('in');
    expect(codes.asked).toEqual([]);
  });

  it('A14: reaches its own account alone, and is the password of its user alone', async () => {
    const token = await newToken();
    await broker.engineer('mallory', [web]);
    expect(said(await run(`${engineer.name}@${account}@db-01`, token))).toContain('or you may not use it');
    expect(await logins.password('mallory', token)).toBe('refused');
    expect(await logins.password(`${token}@${account}@web-01`, token)).toBe('refused');
  });

  it('Z10: is nothing at the listener of another account', async () => {
    const token = await newToken();
    const other = await broker.anotherAccount();
    await eventually('its listener is open', () => isListening(other.port));
    await other.engineer(engineer.name);
    const elsewhere = new RawLogins(other.port);
    expect(await elsewhere.password(token, 'x')).toBe('refused');
    expect(await elsewhere.password(engineer.name, token)).toBe('refused');
    elsewhere.stop();
    await other.client.close();
  });

  it('is not enough without a password, nor with a key', async () => {
    const client = await logins.connect();
    client.requestAuthentication(await newToken(), 'none');
    expect((await client.next(51, 52))[0]).toBe(51);
  });

  it('A14: is refused like an unknown name when it was never issued, or has expired', async () => {
    const token = await newToken();
    const unknown = randomBytes(32).toString('base64');
    issued.push(unknown);
    expect([await logins.password(unknown, 'x'), await logins.password(engineer.name, unknown)]).toEqual([
      'refused',
      'refused',
    ]);
    broker.app.clock.advance(hour);
    expect([await logins.password(token, 'x'), await logins.password(engineer.name, token)]).toEqual([
      'refused',
      'refused',
    ]);
  });

  it('Z8: that may be used once is used once, however many connections try at the same time', async () => {
    const token = await newToken();
    await update({ max_logons: 1 });
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => logins.password(token, 'x')));
    expect(outcomes.filter((outcome) => outcome === 'in')).toHaveLength(1);
    await update({ max_logons: null });
  });

  it('logs on where passwords are off, and nothing else typed does', async () => {
    const token = await newToken();
    await broker.bastionhost('ModifyInstanceSettings', { DisableSSHPassword: 'true' });
    await broker.engineer('bob', [web]);
    expect(await logins.password('bob', 'Correct-horse-7')).toBe('refused');
    expect([await logins.password(engineer.name, token), await logins.password(token, 'x')]).toEqual(['in', 'in']);
    await broker.bastionhost('ModifyInstanceSettings', { DisableSSHPassword: 'false' });
  });

  it('is worth no more than its user: locked, or without the grant, they are told so', async () => {
    const token = await newToken(db);
    await broker.bastionhost('LockUsers', { UserIds: JSON.stringify([UserId]) });
    expect(said(await run(token, 'x'))).toContain('the user is locked');
    await broker.bastionhost('UnlockUsers', { UserIds: JSON.stringify([UserId]) });
    const Hosts = JSON.stringify([{ HostId: db.hostId, HostAccountIds: [db.hostAccountId] }]);
    await broker.bastionhost('DetachHostAccountsFromUser', { UserId, Hosts });
    expect(said(await run(token, 'x'))).toContain('or you may not use it');
  });

  it('is in no log, no row of the trail and no row of a session', async () => {
    const rows = await Promise.all(
      ['audit_events', 'bastion_sessions', 'bastion_operation_tokens'].map((table) =>
        broker.query(`select t::text as text from ${table} t`),
      ),
    );
    const text = logger.text + JSON.stringify(rows);
    expect(text).toContain('<token>');
    expect(issued.filter((token) => text.includes(token))).toEqual([]);
  });
});
