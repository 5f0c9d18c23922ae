import { mock } from 'node:test';
import { ConnectionPermits } from '../../../../src/bastionhost/connection-permits.api.ts';
import { uint32, wireString } from '../../../../src/ssh/wire.ts';
import { eventually } from '../../../support/eventually.ts';
import { openTerminal, type OpensshTerminal, type TerminalSettings } from '../../../support/openssh-terminal.ts';
import { RawSshClient } from '../../../support/raw-ssh-client.ts';
import { describeWithSshd } from '../../../support/requirements.ts';
import { BrokerUnderTest, engineerPassword, said, type Server } from '../../broker-under-test.ts';

const down = '\x1b[B';
const minute = 60_000;

describeWithSshd('the menu over SSH', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  let db: Server;
  let terminal: OpensshTerminal | undefined;
  let number = 0;

  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    web = await broker.server('web-01');
    db = await broker.server('db-01');
  });
  afterEach(() => terminal?.close());
  afterAll(() => broker.stop());

  /** A new engineer at a menu of both servers: `db-01` comes first. */
  async function atMenu(settings: TerminalSettings = {}) {
    const user = `user-${(number += 1)}`;
    const userId = await broker.engineer(user, [web, db]);
    terminal = await openTerminal(broker.client, broker.login(user), settings);
    await terminal.shows(/NUM +HOST NAME[^]*db-01[^]*web-01[^]*1-2 of 2/);
    return { user, userId, terminal };
  }

  const sessionOf = async (userId: string) =>
    (await broker.sessions()).findLast((session) => session['user_id'] === userId);

  const isOver = (userId: string) =>
    eventually('the row of the session is closed', async () => Boolean((await sessionOf(userId))?.['ended_at']));

  it('connects to the host that an arrow selects, and is there again when its shell has ended', async () => {
    const { userId, terminal } = await atMenu();
    terminal.write(`${down}\r`);
    await terminal.shows(/Connecting to ops@web-01\r\n[^]*\$ $/);
    terminal.write('hostname; tty | cut -c 1-8; exit 3\r');
    await terminal.shows(/\nweb-01\r\n\/dev\/pts\r\n/);
    await terminal.shows(/ops@web-01: the session has ended with status 3/);
    await isOver(userId);
    expect(await sessionOf(userId)).toMatchObject({ host_name: 'web-01', state: 'closed', end_reason: null });
    terminal.write('q');
    expect(await terminal.ended).toBe(0);
  });

  it('connects by number, and what is typed ahead goes to the host', async () => {
    const { terminal } = await atMenu();
    terminal.write('2\rhostname; exit\r');
    await terminal.shows(/[ \n]web-01\r\n[^]*ops@web-01: the session has ended/);
    terminal.write('1\nhostname; exit\r');
    await terminal.shows(/[ \n]db-01\r\n[^]*ops@db-01: the session has ended/);
    terminal.write('\x04');
    expect(await terminal.ended).toBe(0);
  });

  it('gives the host the size and the type of the terminal as they are, and resets it afterwards', async () => {
    const { terminal } = await atMenu({ columns: 40, rows: 10 });
    terminal.resize(70, 20);
    await terminal.shows(/ADDRESS/);
    terminal.write('1\rstty size; echo $TERM\r');
    await terminal.shows(/[ \n]20 70\r\nxterm\r\n/);
    terminal.resize(91, 33);
    terminal.write('stty size\r');
    await terminal.shows(/\n33 91\r\n/);
    terminal.write("printf '\\033[?1049h\\033[?1000h'; exit\r");
    await terminal.shows(/\?1000h[^]*\?1049l[^]*\?1000l[^]*\?1049h[^]*has ended/);
    terminal.write('q');
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen().lastIndexOf('\x1b[?1049l')).toBeGreaterThan(terminal.screen().lastIndexOf('\x1b[?1049h'));
  });

  it('prints on a terminal without a cursor, and takes commands', async () => {
    const { terminal } = await atMenu({ before: 'export TERM=dumb' });
    await terminal.shows(/\r\n> $/);
    terminal.write('/web\r');
    await terminal.shows(/> \/web\r\nNUM[^]*1-1 of 1 with "web"[^]*\r\n> $/);
    terminal.write('1\r');
    await terminal.shows(/> 1\r\nConnecting to ops@web-01\r\n[^]*\$ $/);
    terminal.write('exit\r');
    await terminal.shows(/ops@web-01: the session has ended\r\n> $/);
    terminal.write('q\r');
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen()).not.toContain('\x1b[?1049');
  });

  it('Z4: decides on access when a host is chosen, says why there is none, and stays', async () => {
    const { userId, terminal } = await atMenu();
    const { hostAccountId } = web;
    await broker.query('delete from bastion_host_account_grants where user_id = $1 and host_account_id = $2', [
      userId,
      hostAccountId,
    ]);
    terminal.write('2\r');
    await terminal.shows(/ops@web-01: the host or the account does not exist, or you may not use it/);
    terminal.write('1\r');
    await terminal.shows(/ops@db-01\r\n[^]*\$ $/);
    terminal.write('exit\r');
    await terminal.shows(/ops@db-01: the session has ended/);
    terminal.write('q');
    expect(await terminal.ended).toBe(0);
  });

  it.each([
    ['a command', ['hostname']],
    ['a shell without a terminal', []],
  ])('is not there for %s: a line says how a target is named', async (_what, command) => {
    const user = `user-${(number += 1)}`;
    await broker.engineer(user, [web]);
    const outcome = await broker.client.ssh(broker.login(user), ...command);
    expect(outcome).toMatchObject({ status: 255, stdout: Buffer.alloc(0) });
    expect(said(outcome)).toMatch(/^(Pseudo-terminal .*\n)?sallyport: .*user@account@host/);
  });

  describe('on a connection with several channels', () => {
    let options: readonly string[];
    const further = () =>
      openTerminal(broker.client, { ...broker.login('nobody'), options: [...options, 'ControlMaster no'] });

    async function atMenuOfMaster() {
      const user = `user-${(number += 1)}`;
      await broker.engineer(user, [web, db]);
      options = [`ControlPath ${broker.client.folder}/${user}`, 'ControlPersist no'];
      const login = { ...broker.login(user), options: [...options, 'ControlMaster yes'] };
      terminal = await openTerminal(broker.client, login);
      await terminal.shows(/1-2 of 2/);
      return { terminal };
    }

    it('is there once for each shell', async () => {
      const { terminal } = await atMenuOfMaster();
      const other = await further();
      await other.shows(/1-2 of 2/);
      other.write('2\r');
      await other.shows(/\$ $/);
      terminal.write('1\rhostname\r');
      await terminal.shows(/[ \n]db-01\r\n/);
      other.write('hostname; exit\r');
      await other.shows(/web-01\r\n[^]*has ended/);
      other.write('q');
      expect(await other.ended).toBe(0);
    });

    async function rawConnection() {
      const user = `user-${(number += 1)}`;
      const userId = await broker.engineer(user, [web]);
      const client = await RawSshClient.connect({ port: broker.port });
      client.requestService();
      await client.logIn(user, engineerPassword.reveal());
      const open = (sender: number) =>
        client.send(90, wireString('session'), uint32(sender), uint32(100_000), uint32(32_768));
      return { userId, client, open };
    }

    it('Z4: is not there for a channel that is opened when the user has been locked', async () => {
      const { mock: reviews } = mock.method(broker.app.get(ConnectionPermits), 'review');
      const { userId, client, open } = await rawConnection();
      open(0);
      await client.next(91);
      const isReviewed = () =>
        reviews.calls.some(({ arguments: [all] }) => all.some(({ user }) => user.userId === userId));
      // Without an event: the first look comes by itself, and the next one is ten seconds away.
      await eventually('the user is reviewed', isReviewed);
      await Promise.all(reviews.calls.map(({ result }) => result));
      reviews.restore();
      await broker.query('update bastion_users set is_locked = true where id = $1', [userId]);
      open(1);
      expect((await client.next(92, 1)).toString()).toContain('sallyport: the user was locked');
    });

    it('has no more than 32 of them', async () => {
      const { client, open } = await rawConnection();
      for (let sender = 0; sender < 32; sender += 1) {
        open(sender);
        await client.next(91);
      }
      open(32);
      expect((await client.next(92)).toString()).toContain('too many channels');
      client.close();
    });
  });

  it('is left after ten minutes in which nothing is typed', async () => {
    const { terminal } = await atMenu();
    broker.app.clock.advance(9 * minute);
    const { length } = terminal.screen();
    terminal.write('j');
    await eventually('the key has come', () => terminal.screen().length > length);
    broker.app.clock.advance(9 * minute);
    terminal.write('1\r');
    await terminal.shows(/\$ $/);
    broker.app.clock.advance(11 * minute);
    terminal.write('exit\r');
    await terminal.shows(/has ended/);
    broker.app.clock.advance(10 * minute);
    await terminal.shows(/\[\?1049lsallyport: nothing was typed for 10 minutes\r\n/);
    expect(await terminal.ended).toBe(255);
  });

  describe('Z3: when something changes', () => {
    afterEach(() => broker.bastionhost('ModifyHost', { HostId: web.hostId, HostName: 'web-01', Comment: '' }));

    const another = (HostAccountName: string) =>
      broker.bastionhost('CreateHostAccount', { HostId: web.hostId, HostAccountName, ProtocolName: 'SSH' });

    async function expectWithinSeconds(terminal: OpensshTerminal, pattern: RegExp, change: () => Promise<unknown>) {
      await change();
      const since = performance.now();
      await terminal.shows(pattern);
      const passed = performance.now() - since;
      process.stdout.write(`${pattern}: after ${passed.toFixed()} ms\n`);
      expect(passed).toBeLessThan(10_000);
    }

    it.each<[string, RegExp, (userId: string) => Promise<unknown>]>([
      [
        'a grant is withdrawn',
        /1-1 of 1/,
        (UserId) => {
          const Hosts = JSON.stringify([{ HostId: web.hostId }]);
          return broker.bastionhost('DetachHostAccountsFromUser', { UserId, Hosts });
        },
      ],
      [
        'a host has another name and a comment',
        /app-01 .* production/,
        () => broker.bastionhost('ModifyHost', { HostId: web.hostId, HostName: 'app-01', Comment: 'production' }),
      ],
      [
        'a rule grants more',
        /1-3 of 3/,
        async (userId) => {
          const { HostAccountId } = await another(`by-rule-${userId}`);
          const host = { 'Hosts.1.HostId': web.hostId, 'Hosts.1.HostAccountIds.1': HostAccountId };
          await broker.bastionhost('CreateRule', { RuleName: `rule-${userId}`, 'UserIds.1': userId, ...host });
        },
      ],
      [
        'the user joins a group that is granted more',
        /1-3 of 3/,
        async (userId) => {
          const { HostAccountId } = await another(`by-group-${userId}`);
          const { UserGroupId } = await broker.bastionhost('CreateUserGroup', { UserGroupName: `group-${userId}` });
          const Hosts = JSON.stringify([{ HostId: web.hostId, HostAccountIds: [HostAccountId] }]);
          await broker.bastionhost('AttachHostAccountsToUserGroup', { UserGroupId, Hosts });
          await broker.bastionhost('AddUsersToGroup', { UserGroupId, UserIds: JSON.stringify([userId]) });
        },
      ],
      [
        'the user is locked',
        /\[\?1049lsallyport: the user was locked\r\n/,
        (userId) => broker.bastionhost('LockUsers', { UserIds: JSON.stringify([userId]) }),
      ],
      [
        'the user is deleted',
        /\[\?1049lsallyport: the user was deleted\r\n/,
        (UserId) => broker.bastionhost('DeleteUser', { UserId }),
      ],
    ])('shows within a second that %s', async (_what, pattern, change) => {
      const { userId, terminal } = await atMenu();
      await expectWithinSeconds(terminal, pattern, () => change(userId));
    });

    it('a session that was begun there ends, and the menu says why', async () => {
      const { userId, terminal } = await atMenu();
      terminal.write('2\r');
      await terminal.shows(/\$ $/);
      const Hosts = JSON.stringify([{ HostId: web.hostId, HostAccountIds: [web.hostAccountId] }]);
      await expectWithinSeconds(terminal, /ops@web-01: access to this host account was withdrawn/, () =>
        broker.bastionhost('DetachHostAccountsFromUser', { UserId: userId, Hosts }),
      );
      await isOver(userId);
      expect(await sessionOf(userId)).toMatchObject({
        state: 'failed',
        end_reason: 'access to this host account was withdrawn',
      });
      terminal.write('q');
      expect(await terminal.ended).toBe(0);
    });
  });
});
