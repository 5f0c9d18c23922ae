import { SecondFactors } from '../../../src/bastionhost/second-factors.api.ts';
import { Clock } from '../../../src/common/clock.ts';
import { generateSshKeyPair, parsePrivateKey, type PrivateKey } from '../../../src/ssh/keys.ts';
import { password } from '../../bastionhost/bastion-account.ts';
import { BastionApplication } from '../../bastionhost/bastion-application.ts';
import type { Members } from '../../support/api-clients.ts';
import { eventually } from '../../support/eventually.ts';
import { SentStatements } from '../../support/sent-statements.ts';
import { startTestApplication, type TestApplication } from '../../support/test-application.ts';
import { RawLogins } from './raw-logins.ts';
import { WantedCodes } from './wanted-codes.ts';

const minute = 60_000;
const documented = {
  AccountLockoutThreshold: '5',
  AccountLockoutDuration: '30',
  AccountLockoutCounterResetTime: '5',
};

describe('failed logins', () => {
  const codes = new WantedCodes();
  let bastion: BastionApplication;
  let logins: RawLogins;
  let number = 0;
  let user: string;
  let userId: string;
  beforeAll(async () => {
    bastion = await BastionApplication.start({ overrides: [{ token: SecondFactors, value: codes }] });
    logins = RawLogins.of(bastion.app);
  });
  beforeEach(async () => {
    codes.wanted = undefined;
    await set(documented);
    userId = await bastion.user((user = `user-${(number += 1)}`));
  });
  afterAll(async () => {
    logins.stop();
    await bastion.stop();
  });

  const set = (settings: object) => bastion.call('ModifyInstanceSettings', settings);
  const right = () => logins.password(user, password);
  const wrong = (by = logins) => by.password(user, 'Wrong-horse-7');
  const fail = async (times: number) => {
    for (let time = 0; time < times; time++) expect(await wrong()).toBe('refused');
  };
  const query = (statement: string, values: string[]) =>
    bastion.app.database.dataSource.query<Members[]>(statement, values);
  const state = async () => (await bastion.call('GetUser', { UserId: userId })).User.UserState;

  /** What the trail says about lock-outs of the user. */
  async function lockOuts() {
    const statement = `
      select on_behalf_of as by, source_address as address, split_part(resource, ' until ', 2) as until
      from audit_events where action = 'LockOut' and resource like '%:user/' || $1 || ' until %' and result = 'OK'`;
    const rows = () => query(statement, [userId]);
    await eventually('the trail says so', async () => (await rows()).length > 0);
    return rows();
  }

  async function addKey(): Promise<PrivateKey> {
    const { publicKey, privateKey } = await generateSshKeyPair('ed25519');
    const PublicKey = Buffer.from(publicKey).toString('base64');
    await bastion.call('CreateUserPublicKey', { UserId: userId, PublicKeyName: 'laptop', PublicKey });
    return parsePrivateKey(privateKey);
  }

  it('A10: lock the user out at the fifth, each over a connection of its own: the right password is as wrong as any for 30 minutes', async () => {
    await fail(4);
    expect([await right(), await state()]).toEqual(['in', ['Normal']]);
    await fail(5);
    expect([await right(), await state()]).toEqual(['refused', ['Frozen']]);
    bastion.app.clock.advance(29 * minute);
    expect(await right()).toBe('refused');
    bastion.app.clock.advance(minute);
    expect([await state(), await right(), await state()]).toEqual([['Normal'], 'in', ['Normal']]);
    await fail(4);
    expect(await right()).toBe('in');
  });

  it('count from zero again when there was none for five minutes, and never by time where that is 0', async () => {
    await fail(4);
    bastion.app.clock.advance(5 * minute);
    await fail(4);
    expect(await right()).toBe('in');
    await set({ AccountLockoutCounterResetTime: '0' });
    await fail(4);
    bastion.app.clock.advance(24 * 60 * minute);
    await fail(1);
    expect(await right()).toBe('refused');
  });

  it('lock nobody out where the threshold is 0, and until UnlockUsers where the minutes are', async () => {
    await set({ AccountLockoutThreshold: '0' });
    await fail(7);
    expect(await right()).toBe('in');
    await set({ AccountLockoutThreshold: '2', AccountLockoutDuration: '0' });
    await fail(2);
    bastion.app.clock.advance(365 * 24 * 60 * minute);
    expect([await right(), await state()]).toEqual(['refused', ['Frozen']]);
    await bastion.call('UnlockUsers', { UserIds: [userId] });
    expect([await state(), await right()]).toEqual([['Normal'], 'in']);
  });

  it('bar passwords and codes, not a key: a lock by an administrator bars that as well', async () => {
    const key = await addKey();
    await fail(5);
    expect(await logins.key(user, key)).toBe('in');
    expect(await right()).toBe('refused');
    await bastion.call('LockUsers', { UserIds: [userId] });
    await bastion.call('UnlockUsers', { UserIds: [userId] });
    expect(await right()).toBe('in');
  });

  it('bar a right password that was sent before the lock and is compared after it, as if it were wrong', async () => {
    codes.wanted = { kind: 'code', prompt: 'Mfa Code:' };
    const clients = await Promise.all(Array.from({ length: 25 }, () => logins.connect()));
    const last = clients.pop()!;
    const others = clients.map((client) => logins.password(user, 'Wrong-horse-7', client));
    const { outcome, prompts } = await logins.conversation(user, [password, '123456'], last);
    expect([outcome, prompts]).toEqual(['refused', ['Password:']]);
    expect(new Set(await Promise.all(others))).toEqual(new Set(['refused']));
  });

  it('are wrong codes too, and a right password in between does not forget them', async () => {
    codes.wanted = { kind: 'code', prompt: 'Mfa Code:' };
    const key = await addKey();
    for (let time = 0; time < 4; time++)
      expect((await logins.conversation(user, [password, '000000'])).outcome).toBe('refused');
    const client = await logins.connect();
    expect(await logins.key(user, key, client)).toBe('partial');
    expect((await logins.conversation(user, ['000000'], client)).outcome).toBe('refused');
    const compared = codes.compared;
    expect((await logins.conversation(user, [WantedCodes.code], client)).outcome).toBe('refused');
    expect(await logins.conversation(user, [password, WantedCodes.code])).toMatchObject({ prompts: ['Password:'] });
    expect(codes.compared).toBe(compared);
    bastion.app.clock.advance(30 * minute);
    expect((await logins.conversation(user, [password, WantedCodes.code])).outcome).toBe('in');
  });

  it.each<[string, () => Promise<unknown>]>([
    ['passwords', () => fail(5)],
    ['codes', () => Promise.all(Array.from({ length: 5 }, () => logins.conversation(user, [password, '000000'])))],
  ])('say in the trail whom wrong %s have locked out, from where and until when, once', async (what, failing) => {
    codes.wanted = what === 'codes' ? { kind: 'code', prompt: 'Mfa Code:' } : undefined;
    await failing();
    await fail(1);
    const [row] = await query('select locked_out_until as until from bastion_users where id = $1', [userId]);
    const until = row!['until'].toISOString();
    expect(await lockOuts()).toEqual([{ by: `user/${user}`, address: '127.0.0.1', until }]);
  });

  it('say so, too, where only an administrator ends it', async () => {
    await set({ AccountLockoutThreshold: '1', AccountLockoutDuration: '0' });
    await fail(1);
    expect(await lockOuts()).toMatchObject([{ until: 'an administrator unlocks them' }]);
  });

  it('count together in all processes, also at the same time', async () => {
    const { database, clock } = bastion.app;
    const other: TestApplication = await startTestApplication({
      database,
      overrides: [{ token: Clock, value: clock }],
    });
    const others = RawLogins.of(other);
    const outcomes = await Promise.all([wrong(), wrong(others), wrong(), wrong(others), wrong(others)]);
    expect(outcomes).toEqual(Array(5).fill('refused'));
    expect([await right(), await others.password(user, password)]).toEqual(['refused', 'refused']);
    others.stop();
    await other.stop();
  });

  it('forget nothing of many logins at the same time, all of which succeed', async () => {
    const outcomes = await Promise.all(Array.from({ length: 12 }, right));
    expect(outcomes).toEqual(Array(12).fill('in'));
  });

  it('A9: ask the same of the database for an unknown user, a wrong password and a user who is locked out', async () => {
    const statements = new SentStatements(bastion.app, [
      'bastion_users',
      'bastion_operation_tokens',
      'bastion_instances',
      'bastion_auth_servers',
    ]);
    const tokenLike = `${'A'.repeat(43)}=`;
    const sentBy = (name: string, text: string) => statements.textsOf(() => logins.password(name, text));
    for (const text of ['Wrong-horse-7', tokenLike]) {
      const known = await sentBy(user, text);
      expect(known.length).toBeGreaterThan(2);
      expect(await sentBy('stranger', text)).toEqual(known);
      await fail(4);
      expect(await sentBy(user, text)).toEqual(known);
      expect(await sentBy(user, password)).toEqual(await sentBy('stranger', password));
      await bastion.call('UnlockUsers', { UserIds: [userId] });
    }
  });
});
