import { join } from 'node:path';
import { mock } from 'node:test';
import { ConnectionPermits } from '../../src/bastionhost/connection-permits.api.ts';
import type { Login, Outcome } from '../../src/demo/openssh-client.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import { uint32, wireString } from '../../src/ssh/wire.ts';
import type { Members } from '../support/api-clients.ts';
import { eventually } from '../support/eventually.ts';
import { newRamUser } from '../support/new-ram-user.ts';
import { openTerminal, type OpensshTerminal } from '../support/openssh-terminal.ts';
import { RawSshClient } from '../support/raw-ssh-client.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { account, BrokerUnderTest, engineerPassword, said, type Server } from './broker-under-test.ts';
import { TwoBrokers } from './two-brokers.ts';

const accountPassword = 'Account-password-1';

/** A user with access to an account of a host that nobody else uses. */
interface Engagement {
  readonly user: string;
  readonly userId: string;
  readonly host: string;
  readonly hostId: string;
  readonly hostAccountId: string;
}

describeWithSshd('access that is withdrawn', () => {
  let both: TwoBrokers;
  let administration: BrokerUnderTest;
  let broker: BrokerUnderTest;
  let web: Server;
  let bystander: Engagement;
  let number = 0;

  beforeAll(async () => {
    both = await TwoBrokers.start();
    ({ administration, broker } = both);
    web = await administration.server('web-01', { accountPassword });
    bystander = await engage();
    await openMaster(bystander);
  });

  afterAll(() => both.stop());

  async function engage(userMore: Members = {}): Promise<Engagement> {
    number += 1;
    const [user, host] = [`user-${number}`, `host-${number}`];
    const person = { UserName: user, Source: 'Local', Password: engineerPassword.reveal(), ...userMore };
    const { UserId: userId } = await administration.bastionhost('CreateUser', person);
    const hostId = await administration.localHost(host, web.sshd.port);
    const credential = { HostAccountName: account, ProtocolName: 'SSH', Password: accountPassword };
    const { HostAccountId: hostAccountId } = await administration.bastionhost('CreateHostAccount', {
      HostId: hostId,
      ...credential,
    });
    await administration.grant(userId, { hostId, hostAccountId });
    return { user, userId, host, hostId, hostAccountId };
  }

  const loginOf = ({ user, host }: Engagement, at = broker, more?: Partial<Login>): Login =>
    at.login(`${user}@${account}@${host}`, more);
  const controlPath = ({ user }: Engagement) => `ControlPath ${join(broker.client.folder, user)}`;

  /** A shell on a terminal, whose connection other sessions share. */
  async function openMaster(
    engagement: Engagement,
    at = broker,
    login = loginOf(engagement, at),
  ): Promise<OpensshTerminal> {
    const options = [controlPath(engagement), 'ControlMaster yes'];
    const terminal = await openTerminal(at.client, { ...login, options });
    await terminal.shows(/\$ $/);
    return terminal;
  }

  /** `ssh` over the open connection; it could not log on by itself. */
  function overMaster(engagement: Engagement, command = 'hostname'): Promise<Outcome> {
    const options = [controlPath(engagement), 'ControlMaster no', 'PreferredAuthentications none'];
    return broker.client.ssh({ ...loginOf(engagement), options }, command);
  }

  const rowOf = async ({ userId }: Engagement) =>
    (await broker.sessions()).find((each) => each['user_id'] === userId) ?? {};

  const isConnected = (engagement: Engagement) =>
    eventually('it is connected', async () => Boolean((await rowOf(engagement))['connected_at']));

  async function rowIsClosed(engagement: Engagement, reason: string): Promise<void> {
    await eventually('its row is closed', async () => Boolean((await rowOf(engagement))['ended_at']));
    expect(await rowOf(engagement)).toMatchObject({ state: 'failed', end_reason: reason });
  }

  /** Expects everything that has to hold for a connection whose access is revoked. */
  async function expectEnd(
    engagement: Engagement,
    master: OpensshTerminal,
    reason: string,
    change: () => Promise<unknown>,
  ) {
    expect((await overMaster(engagement)).stdout.toString()).toBe('web-01\n');
    await change();
    const since = performance.now();
    await master.shows(new RegExp(`sallyport: ${reason}\r\n`));
    const delayMs = performance.now() - since;
    expect(await master.ended).toBe(255);
    const ended = performance.now() - since;
    process.stdout.write(`${reason}: told after ${delayMs.toFixed()} ms, ended after ${ended.toFixed()} ms\n`);
    expect(ended).toBeLessThan(10_000);
    expect(await overMaster(engagement)).toMatchObject({ status: 255, stdout: Buffer.alloc(0) });
    await rowIsClosed(engagement, reason);
  }

  const detach = ({ userId, hostId, hostAccountId }: Engagement, HostAccountIds = [hostAccountId]) => {
    const Hosts = JSON.stringify([{ HostId: hostId, HostAccountIds }]);
    return administration.bastionhost('DetachHostAccountsFromUser', { UserId: userId, Hosts });
  };

  it.each<[string, string, (engagement: Engagement) => Promise<unknown>]>([
    ['the account is detached from the user', 'access to this host account was withdrawn', (it) => detach(it)],
    ['the host is detached from the user', 'access to this host account was withdrawn', (it) => detach(it, [])],
    [
      'the user is deleted',
      'the user was deleted',
      ({ userId }) => administration.bastionhost('DeleteUser', { UserId: userId }),
    ],
    [
      'the user is locked',
      'the user was locked',
      ({ userId }) => administration.bastionhost('LockUsers', { UserIds: JSON.stringify([userId, '999999']) }),
    ],
    [
      "the user's validity is shortened",
      "the user's validity has ended",
      ({ userId }) => administration.bastionhost('ModifyUser', { UserId: userId, EffectiveEndTime: '1000000000' }),
    ],
    [
      'the host account is deleted',
      'the host account was deleted',
      ({ hostAccountId }) => administration.bastionhost('DeleteHostAccount', { HostAccountId: hostAccountId }),
    ],
    [
      'the host is deleted',
      'the host was deleted',
      ({ hostId }) => administration.bastionhost('DeleteHost', { HostId: hostId }),
    ],
  ])("Z3: when %s: an open connection ends and says why, and nobody else's does", async (_, reason, change) => {
    const engagement = await engage();
    const master = await openMaster(engagement);
    await expectEnd(engagement, master, reason, () => change(engagement));
    expect((await overMaster(bystander)).stdout.toString()).toBe('web-01\n');
  });

  it('Z3: when the RAM user behind the user is deleted', async () => {
    const SourceUserId = await newRamUser(administration.app, 'alice');
    const engagement = await engage({ Source: 'Ram', SourceUserId });
    const master = await openMaster(engagement);
    await expectEnd(engagement, master, 'the RAM user was deleted', () =>
      administration.app.pop('ram').request('DeleteUser', { UserName: 'alice' }),
    );
  });

  it("Z3: when the user's validity ends, without any call", async () => {
    const seconds = Math.floor(broker.app.clock.now().getTime() / 1000);
    const engagement = await engage({ EffectiveEndTime: String(seconds + 60) });
    const master = await openMaster(engagement);
    await expectEnd(engagement, master, "the user's validity has ended", async () => broker.app.clock.advance(61_000));
  });

  it.each<[string, (PublicKeyId: string) => Promise<unknown>]>([
    ['deleted', (PublicKeyId) => administration.bastionhost('DeleteUserPublicKey', { PublicKeyId })],
    [
      'replaced',
      async (PublicKeyId) => {
        const PublicKey = Buffer.from((await generateSshKeyPair('ed25519')).publicKey).toString('base64');
        await administration.bastionhost('ModifyUserPublicKey', { PublicKeyId, PublicKey });
      },
    ],
  ])('Z3: when the public key that logged in is %s; a login by password continues', async (_, change) => {
    const [engagement, byPassword] = [await engage(), await engage()];
    const { privateKey, publicKey } = await generateSshKeyPair('ed25519');
    const key = { PublicKeyName: 'laptop', PublicKey: Buffer.from(publicKey).toString('base64') };
    const { PublicKeyId } = await administration.bastionhost('CreateUserPublicKey', {
      UserId: engagement.userId,
      ...key,
    });
    await administration.bastionhost('CreateUserPublicKey', { UserId: byPassword.userId, ...key });
    const master = await openMaster(engagement, broker, loginOf(engagement, broker, { privateKey }));
    const other = await openMaster(byPassword);
    await expectEnd(engagement, master, 'the public key of this login was deleted or replaced', () =>
      change(PublicKeyId),
    );
    expect((await overMaster(byPassword)).stdout.toString()).toBe('web-01\n');
    other.close();
  });

  it("when the change is made in the session's own process, which NOTIFY reaches", async () => {
    const engagement = await engage();
    const master = await openMaster(engagement, administration);
    await expectEnd(engagement, master, 'access to this host account was withdrawn', () => detach(engagement));
  });

  it('also in a stopping process that lets its sessions continue', async () => {
    const leaving = await BrokerUnderTest.start({
      database: both.database,
      settings: { SALLYPORT_DRAIN_SECONDS: '600' },
    });
    const engagement = await engage();
    const master = await openMaster(engagement, leaving);
    const stopped = leaving.app.stop();
    await expectEnd(engagement, master, 'access to this host account was withdrawn', () => detach(engagement));
    await stopped;
    await leaving.stopServers();
  });

  it('a connection without a session ends immediately, with the line as the disconnect message', async () => {
    const engagement = await engage();
    const idle = await broker.client.start(loginOf(engagement), ['-N', 'target']);
    let shown = '';
    idle.stderr!.on('data', (chunk: Buffer) => (shown += chunk.toString()));
    await isConnected(engagement);
    await detach(engagement);
    await eventually('it says why', () => shown.includes('sallyport: access to this host account was withdrawn'));
    await eventually('it has ended', () => idle.exitCode !== null);
    expect(idle.exitCode).toBe(255);
    await rowIsClosed(engagement, 'access to this host account was withdrawn');
  });

  describe('without a notification', () => {
    const forget = ({ hostAccountId }: Engagement) =>
      broker.query('delete from bastion_host_account_grants where host_account_id = $1', [hostAccountId]);

    it('Z4: is noticed by the next channel', async () => {
      const { mock: reviews } = mock.method(broker.app.get(ConnectionPermits), 'review');
      const engagement = await engage();
      const isReviewed = () =>
        reviews.calls.some(({ arguments: [permits] }) => permits.some(({ user }) => user.userId === engagement.userId));
      const client = await RawSshClient.connect({ port: broker.port });
      const open = (sender: number) =>
        client.send(90, wireString('session'), uint32(sender), uint32(100_000), uint32(32_768));
      client.requestService();
      await client.logIn(`${engagement.user}@${account}@${engagement.host}`, engineerPassword.reveal());
      open(0);
      await client.next(91);
      await isConnected(engagement);
      // The first review comes by itself; the next one is ten seconds away.
      await eventually('its access is reviewed', isReviewed);
      await Promise.all(reviews.calls.map(({ result }) => result));
      await forget(engagement);
      open(1);
      const refusal = await client.next(92);
      expect(refusal.readUInt32BE(1)).toBe(1);
      expect(refusal.toString()).toContain('sallyport: access to this host account was withdrawn');
      await rowIsClosed(engagement, 'access to this host account was withdrawn');
      client.close();
      reviews.restore();
    });

    it('is noticed after ten seconds', async () => {
      const engagement = await engage();
      const master = await openMaster(engagement);
      await expectEnd(engagement, master, 'access to this host account was withdrawn', async () => {
        await forget(engagement);
        broker.app.clock.advance(10_000);
      });
    });
  });

  it('does not follow from deleting a secret or changing the host or account: open connections continue', async () => {
    const server = await administration.server('kms-01');
    const user = `user-${(number += 1)}`;
    const userId = await administration.engineer(user, [server]);
    const { hostId, hostAccountId } = server;
    const engagement = { user, userId, host: server.name, hostId, hostAccountId };
    const master = await openMaster(engagement);
    await administration.bastionhost('ModifyHost', { HostId: hostId, HostName: 'kms-01-renamed' });
    await administration.bastionhost('ModifyHostAccount', { HostAccountId: hostAccountId, HostAccountName: 'renamed' });
    await administration.kms('DeleteSecret', { SecretName: server.secretName, ForceDeleteWithoutRecovery: 'true' });
    broker.app.clock.advance(10_000);
    expect((await overMaster(engagement)).stdout.toString()).toBe('kms-01\n');
    expect(said(await overMaster(engagement, 'exit 3'))).toBe('');
    master.write('exit\r');
    expect(await master.ended).toBe(0);
  });
});
