import { eventually } from '../support/eventually.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { BrokerUnderTest, said, type Server } from './broker-under-test.ts';

const old = ['KexAlgorithms diffie-hellman-group14-sha1', 'Ciphers aes128-cbc', 'MACs hmac-sha1'];

describeWithSshd('a server that supports only SHA-1', () => {
  let broker: BrokerUnderTest;
  let server: Server;
  afterEach(() => broker.stop());

  async function start(settings: Record<string, string> = {}): Promise<void> {
    broker = await BrokerUnderTest.start({ settings });
    server = await broker.server('old', { sshdOptions: old });
    await broker.engineer('alice', [server]);
  }
  const hostname = () => broker.client.ssh(broker.on(server), 'hostname');

  it('is reached once ModifyHost sets its key exchange', async () => {
    await start();
    const refused = await hostname();
    expect([refused.status, said(refused)]).toEqual([255, expect.stringContaining('sallyport: ')]);
    await broker.bastionhost('ModifyHost', { HostId: server.hostId, PrefKex: 'diffie-hellman-group14-sha1' });
    expect((await hostname()).stdout.toString()).toBe('old\n');
    await broker.bastionhost('ModifyHost', { HostId: server.hostId, PrefKex: 'default' });
    expect((await hostname()).status).toBe(255);
  });

  it('is reached, and its secret rotated, where the settings allow SHA-1', async () => {
    await start({ SALLYPORT_LEGACY_SSH_ALGORITHMS: 'true' });
    expect((await hostname()).stdout.toString()).toBe('old\n');
    const { secretName: SecretName } = server;
    await broker.kms('RotateSecret', { SecretName, VersionId: 'v2' });
    const current = async () => (await broker.kms('GetSecretValue', { SecretName }))['VersionId'];
    await eventually('v2 is current', async () => (await current()) === 'v2', 45_000);
    expect((await hostname()).stdout.toString()).toBe('old\n');
  });
});
