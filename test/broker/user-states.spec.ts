import { Redacted } from '../../src/common/redacted.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import type { Login } from '../../src/demo/openssh-client.ts';
import { userKeys } from '../bastionhost/user-keys.ts';
import type { Members } from '../support/api-clients.ts';
import { newRamUser } from '../support/new-ram-user.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { account, BrokerUnderTest, said, type Server } from './broker-under-test.ts';

const day = 86_400_000;

/** A user of the server, who has a password and a key. */
interface Person {
  readonly name: string;
  readonly UserId: string;
  readonly byPassword: Login;
  readonly byKey: Login;
}

// Open connections: revocation.spec.ts.
describeWithSshd('what the state of a user says', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  let number = 0;

  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    web = await broker.server('web-01');
  });
  beforeEach(() => set({ PasswordValidityPeriod: '0', InactivityPeriod: '0' }));
  afterAll(() => broker.stop());

  const set = (settings: Members) => broker.bastionhost('ModifyInstanceSettings', settings);
  const inSeconds = (ms: number) => String(Math.floor((broker.app.clock.now().getTime() + ms) / 1000));

  async function person(): Promise<Person> {
    const name = `user-${(number += 1)}`;
    const UserId = await broker.engineer(name, [web]);
    const { privateKey, publicKey } = await generateSshKeyPair('ed25519');
    await addKey(UserId, publicKey);
    const user = `${name}@${account}@web-01`;
    return { name, UserId, byPassword: broker.login(user), byKey: broker.login(user, { privateKey }) };
  }

  async function addKey(UserId: string, publicKey: string): Promise<void> {
    const PublicKey = Buffer.from(publicKey).toString('base64');
    await broker.bastionhost('CreateUserPublicKey', { UserId, PublicKeyName: 'laptop', PublicKey });
  }

  /** What `ssh` shows: the server's name, or why there is no connection. */
  async function logOn(login: Login): Promise<string> {
    const run = await broker.client.ssh(login, 'hostname');
    return run.status === 0 ? run.stdout.toString() : said(run);
  }

  async function stateOf({ UserId, name }: Person): Promise<string> {
    const { UserState } = (await broker.bastionhost('GetUser', { UserId })).User;
    expect(UserState).toHaveLength(1);
    const { Users } = await broker.bastionhost('ListUsers', { UserState: UserState[0], UserName: name });
    expect(Users.map((user: Members) => user.UserId)).toEqual([UserId]);
    return UserState[0];
  }

  const modify = ({ UserId }: Person, change: Members) => broker.bastionhost('ModifyUser', { UserId, ...change });
  const setLock = (action: string, { UserId }: Person) =>
    broker.bastionhost(action, { UserIds: JSON.stringify([UserId]) });
  const refusedWith = (words: string) => expect.stringContaining(`sallyport: ${words} (request `);

  const welcome = 'web-01\n';
  /** No connection, and what has to be done first. */
  const errand = expect.stringMatching(/^sallyport: /);

  it.each<[string, string, string, (one: Person) => Promise<unknown>]>([
    [
      'Frozen',
      'the user is locked; an administrator has to unlock it',
      'UserLocked',
      (one) => setLock('LockUsers', one),
    ],
    [
      'Expired',
      "the user's validity has ended",
      'UserExpired',
      (one) => modify(one, { EffectiveEndTime: inSeconds(-60_000) }),
    ],
    [
      'Normal',
      "the user's validity has not begun yet",
      'UserNotEffective',
      (one) => modify(one, { EffectiveStartTime: inSeconds(60_000) }),
    ],
  ])('%s: neither password nor key logs on, and whoever has them reads that %s', async (state, words, code, change) => {
    const one = await person();
    await change(one);
    expect(await stateOf(one)).toBe(state);
    for (const login of [one.byPassword, one.byKey]) expect(await logOn(login)).toEqual(refusedWith(words));
    const wrong = { ...one.byPassword, password: new Redacted('Wrong-horse-7') };
    expect(await logOn(wrong)).toMatch(/: Permission denied \(publickey,password,keyboard-interactive\)\.\n$/);
    const connects = await broker.audited('Connect');
    expect(connects.filter((row) => row['on_behalf_of'] === `user/${one.name}`).map(({ result }) => result)).toEqual([
      code,
      code,
    ]);
  });

  it('Normal again after UnlockUsers: both log on', async () => {
    const one = await person();
    await setLock('LockUsers', one);
    await setLock('UnlockUsers', one);
    expect(await stateOf(one)).toBe('Normal');
    for (const login of [one.byPassword, one.byKey]) expect(await logOn(login)).toBe(welcome);
  });

  it('NeedResetPassword: the key logs on, the password does not until it need not be changed', async () => {
    const one = await person();
    await modify(one, { NeedResetPassword: 'true' });
    expect(await stateOf(one)).toBe('Normal');
    expect(await logOn(one.byPassword)).toEqual(errand);
    expect(await logOn(one.byKey)).toBe(welcome);
    await modify(one, { NeedResetPassword: 'false' });
    expect(await logOn(one.byPassword)).toBe(welcome);
  });

  it('PasswordExpired after the days of the setting: the key logs on, the password only once it is new', async () => {
    const one = await person();
    broker.app.clock.advance(3 * day);
    expect(await stateOf(one)).toBe('Normal');
    await set({ PasswordValidityPeriod: '3' });
    expect(await stateOf(one)).toBe('PasswordExpired');
    expect(await logOn(one.byPassword)).toEqual(errand);
    expect(await logOn(one.byKey)).toBe(welcome);
    await modify(one, { Password: 'Battery-staple-8' });
    expect(await stateOf(one)).toBe('Normal');
    expect(await logOn({ ...one.byPassword, password: new Redacted('Battery-staple-8') })).toBe(welcome);
  });

  it('Inactive after so many days without a session: a mark, which the next one removes', async () => {
    const [one, other] = [await person(), await person()];
    broker.app.clock.advance(2 * day);
    expect(await logOn(other.byKey)).toBe(welcome);
    await set({ InactivityPeriod: '2' });
    expect([await stateOf(one), await stateOf(other)]).toEqual(['Inactive', 'Normal']);
    expect(await logOn(one.byPassword)).toBe(welcome);
    expect(await stateOf(one)).toBe('Normal');
  });

  it('the strongest of several: locked before expired, before an old password, before inactive', async () => {
    const one = await person();
    await set({ PasswordValidityPeriod: '1', InactivityPeriod: '1' });
    broker.app.clock.advance(day);
    const states = [await stateOf(one)];
    await modify(one, { EffectiveEndTime: inSeconds(-60_000) });
    states.push(await stateOf(one));
    await setLock('LockUsers', one);
    states.push(await stateOf(one));
    expect(states).toEqual(['PasswordExpired', 'Expired', 'Frozen']);
  });

  it('nothing to a user of RAM but that a key logs on: their password is kept elsewhere', async () => {
    const user = { UserName: 'ram-user', Source: 'Ram', SourceUserId: await newRamUser(broker.app, 'ram-user') };
    const { UserId } = await broker.bastionhost('CreateUser', user);
    await broker.grant(UserId, web);
    const { privateKey, publicKey } = await generateSshKeyPair('ed25519');
    await addKey(UserId, publicKey);
    await set({ PasswordValidityPeriod: '1' });
    broker.app.clock.advance(2 * day);
    const typed = `ram-user@${account}@web-01`;
    expect(await logOn(broker.login(typed, { privateKey }))).toBe(welcome);
    expect(await logOn(broker.login(typed))).toMatch(/Permission denied/);
  });

  it.each(Object.keys(userKeys))('a public key of %s logs on', async (kind) => {
    const name = kind.replaceAll('-', '.');
    const UserId = await broker.engineer(name, [web]);
    const { privateKey, publicKey } = await userKeys[kind]!();
    await addKey(UserId, publicKey);
    expect(await logOn(broker.login(`${name}@${account}@web-01`, { privateKey }))).toBe(welcome);
  });
});
