import { Clock } from '../../../src/common/clock.ts';
import { openTestDatabase, startedTemplate, type TestDatabase } from '../../support/test-database.ts';
import { BastionApplication } from '../bastion-application.ts';
import { stepMs } from './authenticator-app.ts';
import { FactorLogin } from './factor-login.ts';

const byApp = { TwoFactorStatus: 'Enable', TwoFactorMethods: ['totp'] };
const code = { kind: 'code', prompt: 'Mfa Code: ' };

describe('a code of an authenticator app', () => {
  let database: TestDatabase;
  let bastion: BastionApplication;
  let other: BastionApplication;
  let number = 0;
  let login: FactorLogin;
  beforeAll(async () => {
    database = await openTestDatabase({ template: startedTemplate });
    bastion = await BastionApplication.start({ database });
    other = await BastionApplication.start({ database, overrides: [{ token: Clock, value: bastion.app.clock }] });
  });
  beforeEach(async () => void (login = await FactorLogin.of(bastion, `user-${(number += 1)}`, byApp)));
  afterAll(async () => {
    await Promise.all([bastion, other].map((each) => each?.stop()));
    await database.drop();
  });

  /** Five minutes on, at the beginning of a step, which does not end while a code is on its way. */
  function beginStep(): void {
    const { clock } = bastion.app;
    clock.advance(10 * stepMs - (clock.now().getTime() % stepMs));
  }

  it('is asked for once an app is enrolled, which comes first', async () => {
    expect(await login.demand()).toEqual({ kind: 'enrol' });
    expect(await login.verify('000000')).toBe(false);
    const app = await login.enrol();
    expect(await login.demand()).toEqual(code);
    expect(await login.verify(app.code())).toBe(true);
  });

  it.each([
    ['of this step', 0, true],
    ['of the step before', -1, true],
    ['of the step after', 1, true],
    ['of two steps before', -2, false],
    ['of two steps after', 2, false],
  ])('%s: right or not', async (_what, steps, isRight) => {
    const app = await login.enrol();
    beginStep();
    expect(await login.verify(app.code(steps))).toBe(isRight);
  });

  it('may have a blank in the middle, and is nothing but six digits', async () => {
    const app = await login.enrol();
    const right = app.code();
    for (const wrong of ['', right.slice(1), `${right}0`, '١٢٣٤٥٦', 'abcdef', `${right}\n`])
      expect(await login.verify(wrong)).toBe(false);
    expect(await login.verify(`${right.slice(0, 3)} ${right.slice(3)}`)).toBe(true);
  });

  it('A11: is right once, and no code from before it is right any more', async () => {
    const app = await login.enrol();
    const [before, now] = [app.code(), app.code(1)];
    expect(await login.verify(now)).toBe(true);
    expect(await login.verify(now)).toBe(false);
    expect(await login.verify(before)).toBe(false);
  });

  it('A11: is right once, however many use it at the same time in two processes', async () => {
    const app = await login.enrol();
    const right = app.code();
    const elsewhere = login.at('192.0.2.2', other);
    const uses = Array.from({ length: 20 }, (_, index) => (index % 2 ? login : elsewhere).verify(right));
    expect((await Promise.all(uses)).filter(Boolean)).toHaveLength(1);
  });

  it('that confirmed an app logs nobody on again', async () => {
    const { app, confirm } = login.offer();
    const right = app.code();
    expect(await confirm(right)).toBe('Enrolled');
    expect(await login.verify(right)).toBe(false);
  });

  it('of another user is wrong', async () => {
    const app = await login.enrol();
    const stranger = await FactorLogin.of(bastion, `stranger-${number}`, byApp);
    await stranger.enrol();
    expect(await stranger.verify(app.code())).toBe(false);
  });

  it('confirms the one seed that a user has, and a wrong one keeps nothing', async () => {
    const [one, two] = [login.offer(), login.offer()];
    expect(await one.confirm('000000')).toBe('WrongCode');
    expect(await login.demand()).toEqual({ kind: 'enrol' });
    const outcomes = await Promise.all([one.confirm(one.app.code()), two.confirm(two.app.code())]);
    expect(outcomes.sort()).toEqual(['AlreadyEnrolled', 'Enrolled']);
  });

  it('comes from a seed that apps can read, and that is kept sealed', async () => {
    const { offered, app, confirm } = login.offer();
    const { instanceId, userName } = login.user;
    expect(offered.key.reveal()).toMatch(/^[A-Z2-7]{32}$/);
    expect(offered.uri.reveal()).toBe(`otpauth://totp/${userName}?secret=${offered.key.reveal()}&issuer=${instanceId}`);
    await confirm(app.code());
    const [{ row }] = await database.dataSource.query(
      `select encode(sealed_seed, 'hex') as row from bastion_totp_seeds where user_id = $1`,
      [login.user.userId],
    );
    expect(row).not.toContain(offered.seed.reveal().toString('hex'));
    const { User } = await bastion.call('GetUser', { UserId: login.user.userId });
    expect(JSON.stringify(User)).not.toContain(offered.key.reveal());
  });

  describe('is wanted or not', () => {
    const instance = (settings: object) => bastion.call('ModifyInstanceTwoFactor', settings);
    afterEach(() => instance({ EnableTwoFactor: false, SkipTwoFactorTime: 0 }));

    it('as the instance says, and as the user says for themselves', async () => {
      const users = await Promise.all(
        [{}, { TwoFactorStatus: 'Disable' }].map((settings, index) =>
          FactorLogin.of(bastion, `of-instance-${index}`, settings),
        ),
      );
      const demands = () => Promise.all([...users, login].map(async (each) => (await each.demand())?.kind));
      expect(await demands()).toEqual([undefined, undefined, 'enrol']);
      await instance({ EnableTwoFactor: true, TwoFactorMethods: ['totp'] });
      expect(await demands()).toEqual(['enrol', undefined, 'enrol']);
      await bastion.call('ModifyUser', { UserId: login.user.userId, TwoFactorStatus: 'Disable' });
      expect(await demands()).toEqual(['enrol', undefined, undefined]);
    });

    it('for so many hours after a success at the same address, in every process, and no longer', async () => {
      await instance({ SkipTwoFactorTime: 2 });
      const app = await login.enrol();
      expect(await login.demand()).toBeUndefined();
      expect(await login.at('192.0.2.9').demand()).toEqual(code);
      expect(await login.at('192.0.2.9').verify(app.code())).toBe(true);
      expect(await login.at('192.0.2.9', other).demand()).toBeUndefined();
      bastion.app.clock.advance(2 * 3_600_000);
      expect(await login.at('192.0.2.9').demand()).toEqual(code);
      await instance({ SkipTwoFactorTime: 3 });
      expect(await login.at('192.0.2.9').demand()).toBeUndefined();
      await instance({ SkipTwoFactorTime: 0 });
      expect(await login.at('192.0.2.9').demand()).toEqual(code);
    });

    it('which a wrong code does not change', async () => {
      const app = await login.enrol();
      await instance({ SkipTwoFactorTime: 2 });
      expect(await login.at('192.0.2.9').verify(app.code(5))).toBe(false);
      expect(await login.at('192.0.2.9').demand()).toEqual(code);
    });
  });

  it('is not asked for where only methods are left that nobody can do: the reason is told', async () => {
    await database.dataSource.query(`update bastion_users set two_factor_methods = '{sms}' where id = $1`, [
      login.user.userId,
    ]);
    const reason = expect.stringContaining('sends no text messages');
    expect(await login.demand()).toEqual({ kind: 'impossible', reason });
    expect(await login.verify('000000')).toBe(false);
  });
});
