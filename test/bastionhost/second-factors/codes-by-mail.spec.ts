import { eventually } from '../../support/eventually.ts';
import { MailServer } from '../../support/mail-server.ts';
import { BastionApplication } from '../bastion-application.ts';
import { FactorLogin } from './factor-login.ts';

const minuteMs = 60_000;
const byMail = { TwoFactorStatus: 'Enable', TwoFactorMethods: ['email'] };

describe('a code by mail', () => {
  let server: MailServer;
  let bastion: BastionApplication;
  let number = 0;
  let address: string;
  let login: FactorLogin;
  beforeAll(async () => {
    server = await MailServer.start();
    bastion = await BastionApplication.start({ settings: server.settings });
  });
  beforeEach(async () => {
    number += 1;
    address = `user-${number}@example.com`;
    login = await FactorLogin.of(bastion, `user-${number}`, { ...byMail, Email: address });
  });
  afterAll(async () => {
    await bastion?.stop();
    await server.stop();
  });

  const mails = () => server.mails.filter(({ to }) => to.includes(address));
  const mailedCode = () => /\b\d{6}\b/.exec(mails().at(-1)!.text)![0];
  const notTheCode = () => String((Number(mailedCode()) + 1) % 1_000_000).padStart(6, '0');
  const prompt = { kind: 'code', prompt: 'Mfa Code, mailed to u***@example.com: ' };
  const tooSoon = { kind: 'impossible', reason: expect.stringContaining('once a minute') };

  it('is six digits in a short mail, and logs on once', async () => {
    expect(await login.demand()).toEqual(prompt);
    expect(mails()).toEqual([
      {
        from: 'bastion@example.com',
        to: [address],
        subject: `Your code (${bastion.instanceId})`,
        text: expect.stringMatching(/^User user-\d+ of bastion host \S+:\r\nYour code is \d{6}\. .*192\.0\.2\.1\./s),
      },
    ]);
    expect(await login.verify(mailedCode())).toBe(true);
    expect(await login.verify(mailedCode())).toBe(false);
  });

  it('is mailed once a minute, whoever asks, and asked for again while it is good', async () => {
    await login.demand();
    expect(await Promise.all([login.demand(), login.at('192.0.2.2').demand()])).toEqual([prompt, prompt]);
    expect(await login.verify(mailedCode())).toBe(true);
    expect(await login.demand()).toEqual(tooSoon);
    bastion.app.clock.advance(minuteMs);
    expect(await login.demand()).toEqual(prompt);
    expect(mails()).toHaveLength(2);
  });

  it('is mailed once to logins at the same time', async () => {
    const demands = await Promise.all(Array.from({ length: 6 }, () => login.demand()));
    expect(demands).toEqual(demands.map(() => prompt));
    expect(mails()).toHaveLength(1);
  });

  it('is good for three tries, also when they come at the same time', async () => {
    await login.demand();
    expect(await Promise.all(Array.from({ length: 3 }, () => login.verify(notTheCode())))).not.toContain(true);
    expect(await login.verify(mailedCode())).toBe(false);
    expect(await login.demand()).toEqual(tooSoon);
  });

  it('A11: is right once, however many use it at the same time', async () => {
    await login.demand();
    const uses = await Promise.all(Array.from({ length: 3 }, () => login.verify(mailedCode())));
    expect(uses.filter(Boolean)).toHaveLength(1);
  });

  it('expires after five minutes, and with the next one', async () => {
    await login.demand();
    const first = mailedCode();
    bastion.app.clock.advance(5 * minuteMs);
    expect(await login.verify(first)).toBe(false);
    await login.demand();
    expect(mailedCode() === first || !(await login.verify(first))).toBe(true);
  });

  it('that is not taken by the server is said not to be mailed, and the next one waits', async () => {
    server.refusal = 'mailbox full';
    const failed = { kind: 'impossible', reason: expect.stringMatching(/could not be mailed(?!.*mailbox)/) };
    expect(await login.demand()).toEqual(failed);
    server.refusal = undefined;
    expect(await login.demand()).toEqual(tooSoon);
    bastion.app.clock.advance(minuteMs);
    expect(await login.demand()).toEqual(prompt);
  });

  it('is kept as a hash', async () => {
    await login.demand();
    const [row] = await bastion.app.database.dataSource.query(
      'select c::text as text from bastion_mail_codes c where user_id = $1',
      [login.user.userId],
    );
    expect(row.text).toContain('$scrypt$');
    expect(row.text).not.toMatch(new RegExp(`\\b${mailedCode()}\\b`));
  });

  it('is for users with an address; without one, they are told', async () => {
    await bastion.app.database.dataSource.query(`update bastion_users set email = '' where id = $1`, [
      login.user.userId,
    ]);
    const reason = expect.stringContaining('no mail address');
    expect(await login.demand()).toEqual({ kind: 'impossible', reason });
    expect(mails()).toEqual([]);
  });

  it('is asked for instead of an enrolment, and no longer once an app is enrolled', async () => {
    await bastion.call('ModifyInstanceTwoFactor', { EnableTwoFactor: true, TwoFactorMethods: ['email', 'totp'] });
    await bastion.call('ModifyUser', { UserId: login.user.userId, TwoFactorStatus: 'Global' });
    expect(await login.demand()).toEqual(prompt);
    const app = await login.enrol();
    await eventually('it is told', () => mails().length === 2);
    expect(mails()[1]).toMatchObject({ subject: expect.stringMatching(/^Authenticator app enrolled/) });
    expect(mails()[1]!.text).toContain('192.0.2.1');
    expect(await login.demand()).toEqual({ kind: 'code', prompt: 'Mfa Code: ' });
    expect(await login.verify(mailedCodeOf(0))).toBe(false);
    expect(await login.verify(app.code())).toBe(true);
  });

  const mailedCodeOf = (index: number) => /\b\d{6}\b/.exec(mails()[index]!.text)![0];
});
