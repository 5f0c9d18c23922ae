import { Errands } from '../../../../src/broker/lobby/errands/errands.ts';
import type { ErrandEnd } from '../../../../src/broker/lobby/errands/errand-end.ts';
import type { Errand } from '../../../../src/broker/engineer.ts';
import { OpensshClient } from '../../../../src/demo/openssh-client.ts';
import { eventually } from '../../../support/eventually.ts';
import { MailServer } from '../../../support/mail-server.ts';
import { openTerminal, type OpensshTerminal, type TerminalSettings } from '../../../support/openssh-terminal.ts';
import { RelayUnderTest } from '../../../support/relay-under-test.ts';
import { newRamUser } from '../../../support/new-ram-user.ts';
import { describeWithPrograms } from '../../../support/requirements.ts';
import { password } from '../../../bastionhost/bastion-account.ts';
import { BastionApplication } from '../../../bastionhost/bastion-application.ts';
import { AuthenticatorApp } from '../../../bastionhost/second-factors/authenticator-app.ts';
import { FactorLogin } from '../../../bastionhost/second-factors/factor-login.ts';
import { readQrCode } from './read-qr-code.ts';

const byApp = { TwoFactorStatus: 'Enable', TwoFactorMethods: ['totp'] };
const next = 'Battery-staple-8';

describeWithPrograms(['ssh'], 'an errand', () => {
  let mail: MailServer;
  let bastion: BastionApplication;
  let client: OpensshClient;
  let relay: RelayUnderTest | undefined;
  let terminal: OpensshTerminal;
  let number = 0;
  let end: ErrandEnd | undefined;

  beforeAll(async () => {
    mail = await MailServer.start();
    bastion = await BastionApplication.start({ settings: mail.settings });
    client = await OpensshClient.create();
  });
  beforeEach(() => void (end = undefined));
  afterEach(async () => {
    terminal?.close();
    await relay?.stop();
  });
  afterAll(async () => {
    client?.close();
    await bastion?.stop();
    await mail.stop();
  });

  /** A new user on this errand, at a terminal. */
  async function begin(errand: Errand, settings: TerminalSettings = {}, user: object = {}): Promise<FactorLogin> {
    const login = await FactorLogin.of(bastion, `user-${(number += 1)}`, { ...byApp, ...user });
    const errander = { user: login.user, source: { address: login.address } };
    const program = bastion.app.get(Errands).program(errand, errander, (ended) => (end = ended));
    relay = await RelayUnderTest.start({ program });
    terminal = await openTerminal(client, relay.login, settings);
    return login;
  }

  const trailOf = async (action: string, userId: string): Promise<string[]> => {
    const rows = await bastion.app.database.dataSource.query<{ result: string }[]>(
      `select result from audit_events where product = 'broker' and action = $1 and resource like '%:user/' || $2
       order by sequence`,
      [action, userId],
    );
    return rows.map(({ result }) => result);
  };

  describe('EnrolTotp', () => {
    const shownKey = () => /^((?:[A-Z2-7]{4} ?){8})\r$/m.exec(terminal.screen())![1]!.replaceAll(' ', '');
    const shownApp = () => new AuthenticatorApp(shownKey(), bastion.app.clock);

    it('draws a QR code into 80 columns and 24 rows, and keeps the seed once a code confirms it', async () => {
      const login = await begin('EnrolTotp', {}, { Email: 'alice@example.com' });
      await terminal.shows(/Code that the app shows: $/);
      expect(terminal.screen().trimStart().split('\n')).toHaveLength(24);
      const { userName, instanceId } = login.user;
      expect(readQrCode(terminal.screen())).toBe(
        `otpauth://totp/${userName}?secret=${shownKey()}&issuer=${instanceId}`,
      );
      expect(await login.demand()).toEqual({ kind: 'enrol' });
      terminal.write(`${shownApp().code()}\r`);
      await terminal.shows(/The app is enrolled/);
      expect(await terminal.ended).toBe(0);
      expect(end?.result).toBe('OK');
      expect(await login.demand()).toMatchObject({ kind: 'code' });
      expect(await login.verify(shownApp().code(1))).toBe(true);
      expect(await trailOf('EnrolTotp', login.user.userId)).toEqual(['OK']);
      await eventually('the mail', () => mail.mails.length > 0);
      expect(mail.mails).toMatchObject([{ to: ['alice@example.com'], text: expect.stringContaining('192.0.2.1') }]);
    });

    it.each<[string, TerminalSettings]>([
      ['a terminal of 40 columns and 10 rows', { columns: 40, rows: 10 }],
      ['TERM=dumb', { before: 'export TERM=dumb' }],
    ])('shows the key as text on %s', async (_what, settings) => {
      await begin('EnrolTotp', settings);
      await terminal.shows(/Type this key into it:\s+(?:[A-Z2-7]{4} ?){8}\r\nCode that the app shows: $/);
      expect(terminal.screen()).not.toMatch(/[█▀▄]/);
      terminal.write(`${shownApp().code()}\n`);
      expect(await terminal.ended).toBe(0);
    });

    it('takes three tries, and keeps nothing after them', async () => {
      const login = await begin('EnrolTotp');
      for (const code of ['000000', '', 'what?']) terminal.write(`${code}\r`);
      await terminal.shows(/No app is enrolled/);
      expect(await terminal.ended).toBe(1);
      expect(terminal.screen().match(/This is not the code/g)).toHaveLength(3);
      expect(await login.demand()).toEqual({ kind: 'enrol' });
      expect(await trailOf('EnrolTotp', login.user.userId)).toEqual(['WrongCode']);
    });

    it('is given up by Ctrl-C', async () => {
      const login = await begin('EnrolTotp');
      await terminal.shows(/shows: $/);
      terminal.write('12\x03');
      expect(await terminal.ended).toBe(1);
      expect(await login.demand()).toEqual({ kind: 'enrol' });
    });

    it('lets nobody on who has an app enrolled elsewhere in the meantime', async () => {
      const login = await begin('EnrolTotp');
      await terminal.shows(/shows: $/);
      await login.enrol();
      terminal.write(`${shownApp().code()}\r`);
      await terminal.shows(/enrolled in another terminal/);
      expect(await terminal.ended).toBe(1);
      expect(end?.result).toBe('AlreadyEnrolled');
    });
  });

  describe('ChangePassword', () => {
    const type = (...lines: string[]) => lines.forEach((line) => terminal.write(`${line}\r`));
    const hashOf = async ({ user }: FactorLogin) =>
      (
        await bastion.app.database.dataSource.query(
          `select password_hash as hash, need_reset_password as must, password_set_at as at from bastion_users where id = $1`,
          [user.userId],
        )
      )[0];

    it('replaces the password, shows nothing of it, and lets it live anew', async () => {
      const login = await begin('ChangePassword', {}, { NeedResetPassword: true });
      const before = await hashOf(login);
      await terminal.shows(/needs 8 to 128 characters.*\r\nCurrent password: $/);
      type(password, next, next);
      await terminal.shows(/Your password is changed/);
      expect(await terminal.ended).toBe(0);
      expect(end?.result).toBe('OK');
      expect(terminal.screen()).not.toMatch(new RegExp(`${password}|${next}`));
      const after = await hashOf(login);
      expect(after.hash).not.toBe(before.hash);
      expect(after.must).toBe(false);
      expect(after.at.getTime()).toBeGreaterThan(before.at.getTime());
      expect(await trailOf('ChangePassword', login.user.userId)).toEqual(['OK']);
    });

    it("replaces the password of the bastion's own that a user of RAM has", async () => {
      const SourceUserId = await newRamUser(bastion.app, 'password-holder');
      const { user } = await begin('ChangePassword', {}, { Source: 'Ram', SourceUserId });
      await terminal.shows(/Current password: $/);
      type(password, next, next);
      await terminal.shows(/Your password is changed/);
      expect((await bastion.logOn(user.userName, next))?.user.userId).toBe(user.userId);
    });

    it.each([
      ['a wrong current password', ['wrong', next, next], /current password is wrong/],
      ['one that is too weak', [password, 'weak', 'weak'], /new password is too weak/],
      ['the current one', [password, password, password], /new password is the current one/],
      ['two that differ', [password, next, `${next}!`], /new passwords differ/],
    ])('refuses %s, and asks again', async (_what, lines, reason) => {
      const login = await begin('ChangePassword');
      const before = await hashOf(login);
      type(...lines);
      await terminal.shows(reason);
      expect(await hashOf(login)).toEqual(before);
      type(password, next, next);
      await terminal.shows(/Your password is changed/);
      expect(await terminal.ended).toBe(0);
    });

    it('takes three tries, and then the password stays', async () => {
      const login = await begin('ChangePassword');
      for (let round = 0; round < 3; round++) type('wrong', next, next);
      await terminal.shows(/Your password is not changed/);
      expect(await terminal.ended).toBe(1);
      expect(await trailOf('ChangePassword', login.user.userId)).toEqual(['WrongPassword']);
    });

    it.each([
      [
        'Ram',
        () => newRamUser(bastion.app, 'keyholder'),
        /You have no password here: you log on with a key or a token/,
      ],
      ['AD', () => 'CN=Jane,DC=corp', /kept by Active Directory/],
      ['LDAP', () => 'uid=jane,dc=corp', /kept by the directory/],
    ])('tells users of %s where their password is kept', async (Source, id, where) => {
      await begin('ChangePassword', {}, { Source, SourceUserId: await id(), Password: undefined });
      await terminal.shows(where);
      expect(await terminal.ended).toBe(1);
      expect(terminal.screen()).not.toContain('Current password');
    });

    it('does not tell what happens when the database fails', async () => {
      const login = await begin('ChangePassword');
      await terminal.shows(/Current password: $/);
      await bastion.app.database.dataSource.query('delete from bastion_users where id = $1', [login.user.userId]);
      type(password, next, next);
      await terminal.shows(/does not work at the moment \(request [\dA-F-]{36}\)/);
      expect(await terminal.ended).toBe(1);
      expect(end?.result).toBe('Failed');
    });
  });
});
