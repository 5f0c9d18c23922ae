import { Redacted } from '../../src/common/redacted.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import { generateSshKeyPair, type SshKeyPair } from '../../src/ssh/keys.ts';
import type { Members } from '../support/api-clients.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { account, BrokerUnderTest } from './broker-under-test.ts';

const inBase64 = (text: Redacted<string>) => Buffer.from(text.reveal()).toString('base64');

describeWithSshd('a connection with a shared key', () => {
  let broker: BrokerUnderTest;
  let user: string;
  let shared: SshKeyPair;
  let HostShareKeyId: string;
  const servers: SshdInstance[] = [];

  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    user = await broker.engineer('alice');
    shared = await generateSshKeyPair('ed25519');
    const key = { HostShareKeyName: 'web', PrivateKey: inBase64(shared.privateKey) };
    HostShareKeyId = String((await broker.bastionhost('CreateHostShareKey', key)).HostShareKeyId);
  });
  afterAll(async () => {
    await Promise.all([broker.stop(), ...servers.map((server) => server.stop())]);
  });

  /** A server that lets its account in with this, and whose host account has that; returns the account's id. */
  async function server(name: string, accepts: Members, credential: Members): Promise<string> {
    const sshd = await startSshdInstance({ name, users: [{ name: account, ...accepts }] });
    servers.push(sshd);
    const hostId = await broker.localHost(name, sshd.port);
    const logon = { HostId: hostId, HostAccountName: account, ProtocolName: 'SSH', ...credential };
    const { HostAccountId } = await broker.bastionhost('CreateHostAccount', logon);
    await broker.grant(user, { hostId, hostAccountId: HostAccountId });
    return HostAccountId as string;
  }

  const connect = (name: string) => broker.client.ssh(broker.on({ name }), 'hostname');

  async function isLoggedOn(name: string): Promise<boolean> {
    const { status, stdout } = await connect(name);
    return status === 0 && stdout.toString() === `${name}\n`;
  }

  it('logs on to all its accounts', async () => {
    for (const name of ['shared-1', 'shared-2']) {
      await server(name, { authorizedKeys: [shared.publicKey] }, { HostShareKeyId });
      expect(await isLoggedOn(name)).toBe(true);
    }
  });

  it("falls back to the account's own key, and then to its password", async () => {
    const own = await generateSshKeyPair('ed25519');
    const credential = { HostShareKeyId, PrivateKey: inBase64(own.privateKey), Password: 'Server-Pass-1' };
    await server('own-key', { authorizedKeys: [own.publicKey] }, credential);
    expect(await isLoggedOn('own-key')).toBe(true);
    await server('own-password', { password: new Redacted('Server-Pass-1') }, credential);
    expect(await isLoggedOn('own-password')).toBe(true);
  });

  it('uses a changed key from the next connection on, and none once it is taken away', async () => {
    const [former, fresh] = [await generateSshKeyPair('ed25519'), await generateSshKeyPair('ed25519')];
    const key = { HostShareKeyName: 'changing', PrivateKey: inBase64(former.privateKey) };
    const { HostShareKeyId: id } = await broker.bastionhost('CreateHostShareKey', key);
    const HostAccountId = await server('changing', { authorizedKeys: [fresh.publicKey] }, { HostShareKeyId: id });
    expect(await isLoggedOn('changing')).toBe(false);
    const changed = { HostShareKeyId: id, PrivateKey: inBase64(fresh.privateKey) };
    await broker.bastionhost('ModifyHostShareKey', changed);
    expect(await isLoggedOn('changing')).toBe(true);
    const detached = { HostShareKeyId: id, HostAccountIds: JSON.stringify([HostAccountId]) };
    await broker.bastionhost('DetachHostAccountsFromHostShareKey', detached);
    const refused = await connect('changing');
    expect(refused.stderr).toContain('sallyport: the bastion holds no credential for this account');
  });
});
