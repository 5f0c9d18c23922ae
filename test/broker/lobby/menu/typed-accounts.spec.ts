import { generateSshKeyPair } from '../../../../src/ssh/keys.ts';
import type { Members } from '../../../support/api-clients.ts';
import { eventually } from '../../../support/eventually.ts';
import { openTerminal, type OpensshTerminal } from '../../../support/openssh-terminal.ts';
import { describeWithSshd } from '../../../support/requirements.ts';
import { account, BrokerUnderTest, said, type Server } from '../../broker-under-test.ts';

const password = 'Typed-Secret-1';

describeWithSshd('accounts whose password the engineer types', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  let terminal: OpensshTerminal | undefined;

  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    web = await broker.server('web-01', { accountPassword: password });
  });
  afterEach(() => terminal?.close());
  afterAll(() => broker.stop());

  const attach = (UserId: string, accounts: string[] = []) => {
    const Hosts = JSON.stringify([{ HostId: web.hostId, HostAccountIds: accounts }]);
    return broker.bastionhost('AttachHostAccountsToUser', { UserId, Hosts });
  };

  async function lastSessionOf(userId: string) {
    const last = async () => (await broker.sessions()).findLast((session) => session['user_id'] === userId);
    await eventually('the row of the session is closed', async () => Boolean((await last())?.['ended_at']));
    return last();
  }

  it('are asked for by name and password on a host that is granted without an account', async () => {
    const userId = await broker.engineer('empty-user');
    await attach(userId);
    terminal = await openTerminal(broker.client, broker.login('empty-user'));
    await terminal.shows(/web-01[^]*empty[^]*1-1 of 1/);
    terminal.write('1\r');
    await terminal.shows(/Account on web-01: $/);
    terminal.write(`${account}\r`);
    await terminal.shows(/ops@web-01's password: $/);
    terminal.write(`${password}\r`);
    await terminal.shows(/\$ $/);
    terminal.write('id -un; exit\r');
    await terminal.shows(/\nops\r\n[^]*the session has ended/);
    expect(await lastSessionOf(userId)).toMatchObject({
      host_account_id: null,
      host_account_name: account,
      credential_source: 'none',
      state: 'closed',
    });
    terminal.write('1\rops\rwrong\r');
    await terminal.shows(/the server refused the credential of this account/);
    expect(terminal.screen()).not.toContain(password);
  });

  it('are asked for the password of a hosted account that has none', async () => {
    const userId = await broker.engineer('bare-user');
    const bare = { HostId: web.hostId, HostAccountName: 'bare', ProtocolName: 'SSH' };
    const { HostAccountId } = await broker.bastionhost('CreateHostAccount', bare);
    await attach(userId, [HostAccountId]);
    terminal = await openTerminal(broker.client, broker.login('bare-user'));
    await terminal.shows(/web-01[^]*bare[^]*1-1 of 1/);
    terminal.write('1\r');
    await terminal.shows(/bare@web-01's password: $/);
    terminal.write('\x03');
    await terminal.shows(/given up/);
    expect((await broker.sessions()).filter((session) => session['user_id'] === userId)).toEqual([]);
  });

  it.each([
    ['a password for an account', '1\r', /bare@web-01's password: $/],
    ['a new password', ':passwd\r', /Current password: $/],
  ])('a menu that asks for %s ends when the user is locked', async (_what, keys, question) => {
    const name = `locked-${keys.length}`;
    const userId = await broker.engineer(name);
    const { HostAccounts } = await broker.bastionhost('ListHostAccounts', { HostId: web.hostId });
    const bare = HostAccounts.find(({ HostAccountName }: Members) => HostAccountName === 'bare');
    await attach(userId, [bare.HostAccountId]);
    terminal = await openTerminal(broker.client, broker.login(name));
    await terminal.shows(/1-1 of 1/);
    terminal.write(keys);
    await terminal.shows(question);
    await broker.bastionhost('LockUsers', { UserIds: JSON.stringify([userId]) });
    await terminal.shows(/sallyport: the user was locked\r\n/);
    expect(await terminal.ended).toBe(255);
  });

  it('are asked for at once where the login names the host, and leave as the server ends', async () => {
    const userId = await broker.engineer('direct-user');
    await attach(userId);
    terminal = await openTerminal(broker.client, broker.login('direct-user@web-01'));
    await terminal.shows(/Account on web-01: $/);
    terminal.write(`${account}\r`);
    await terminal.shows(/ops@web-01's password: $/);
    terminal.write(`${password}\r`);
    await terminal.shows(/\$ $/);
    terminal.write('id -un; exit 7\r');
    await terminal.shows(/\nops\r\n/);
    expect(await terminal.ended).toBe(7);
    expect(await lastSessionOf(userId)).toMatchObject({ host_account_name: account, state: 'closed' });
  });

  it('are asked for without what a terminal would obey, where a host has its name from before names were checked', async () => {
    await attach(await broker.engineer('old-user'));
    const name = (text: string) =>
      broker.query('update bastion_hosts set host_name = $1 where id = $2', [text, web.hostId]);
    await name('web\u001b]0;x\u0007\u202e-01');
    terminal = await openTerminal(broker.client, broker.login(`old-user@${web.hostId}`));
    await terminal.shows(/Account on .*: $/);
    terminal.write(`${account}\r`);
    await terminal.shows(/password: $/);
    await name('web-01');
    expect(terminal.screen()).toContain('Account on web\\u{1b}]0;x\\u{7}\\u{202e}-01: ');
    expect(terminal.screen()).toContain("ops@web\\u{1b}]0;x\\u{7}\\u{202e}-01's password: ");
  });

  it('are not asked for without a terminal, which a line says', async () => {
    await attach(await broker.engineer('mute-user'));
    const run = await broker.client.ssh(broker.login('mute-user@ops@web-01'), 'true');
    expect({ status: run.status, stdout: run.stdout.toString() }).toEqual({ status: 255, stdout: '' });
    expect(said(run)).toContain('log in from a terminal, where you can type it');
  });

  it('are the own one of a user of a directory, whose password only a known server gets', async () => {
    await broker.bastionhost('ModifyInstanceSettings', { AllowEmptyAccount: 'false', AllowSelfAccount: 'true' });
    const user = { UserName: account, Source: 'LDAP', SourceUserId: 'cn=ops,dc=example' };
    const { UserId } = await broker.bastionhost('CreateUser', user);
    const { publicKey, privateKey } = await generateSshKeyPair('ed25519');
    const PublicKey = Buffer.from(publicKey).toString('base64');
    await broker.bastionhost('CreateUserPublicKey', { UserId, PublicKeyName: 'own', PublicKey });
    await attach(UserId);
    await broker.query('delete from host_key_pins');
    terminal = await openTerminal(broker.client, broker.login(account, { privateKey }));
    await terminal.shows(/web-01[^]*self[^]*1-1 of 1/);
    terminal.write(`1\r${password}\r`);
    await terminal.shows(/your own password is sent only to a server whose host key is known/);
    await broker.engineer('alice', [web]);
    expect(said(await broker.client.ssh(broker.on(web), 'true'))).toBe('');
    terminal.write('1\r');
    await terminal.shows(/Your password: $/);
    terminal.write(`${password}\r`);
    await terminal.shows(/\$ $/);
    terminal.write('id -un; exit\r');
    await terminal.shows(/\nops\r\n[^]*the session has ended/);
    expect(await lastSessionOf(UserId)).toMatchObject({ host_account_name: account, credential_source: 'self' });
  });
});
