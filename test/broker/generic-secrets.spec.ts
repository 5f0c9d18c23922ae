import { Redacted } from '../../src/common/redacted.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { account, BrokerUnderTest, said } from './broker-under-test.ts';

describeWithSshd('a connection through a Generic secret', () => {
  let broker: BrokerUnderTest;
  let sshd: SshdInstance;
  let user: string;

  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    user = await broker.engineer('alice');
    sshd = await startSshdInstance({
      name: 'local-01',
      users: [{ name: account, password: new Redacted('Server-Pass-1') }],
    });
  });
  afterAll(async () => {
    await Promise.all([broker.stop(), sshd.stop()]);
  });

  /** A host at the server, with an account named `ops` that refers to a new secret. */
  async function host(name: string, SecretData: string): Promise<void> {
    await broker.kms('CreateSecret', { SecretName: name, VersionId: 'v1', SecretData });
    const hostId = await broker.localHost(name, sshd.port);
    const Secrets = JSON.stringify([{ SecretName: name, SecretType: 'Generic', HostAccountName: 'ops' }]);
    const { SuccessCount } = await broker.bastionhost('ImportKMSSecretsForHost', { HostId: hostId, Secrets });
    expect(SuccessCount).toBe(1);
    const { HostAccounts } = await broker.bastionhost('ListHostAccounts', { HostId: hostId });
    await broker.grant(user, { hostId, hostAccountId: HostAccounts[0].HostAccountId });
  }

  const connect = (name: string) => broker.client.ssh(broker.login(`alice@ops@${name}`), 'whoami');

  it('uses the value that is current, and the user in it or else the name of the account', async () => {
    await host('as-text', 'Server-Pass-1');
    expect((await connect('as-text')).stdout.toString()).toBe(`${account}\n`);
    await host('as-json', JSON.stringify({ UserName: account, Password: 'Server-Pass-1' }));
    expect((await connect('as-json')).stdout.toString()).toBe(`${account}\n`);
    await broker.kms('PutSecretValue', { SecretName: 'as-text', VersionId: 'v2', SecretData: 'Another-1' });
    expect(said(await connect('as-text'))).toContain('the server refused the credential of this account');
  });

  it('is refused when the secret is no credential any more, or gone', async () => {
    await host('going', 'Server-Pass-1');
    await broker.kms('PutSecretValue', { SecretName: 'going', VersionId: 'v2', SecretData: '{"Token":"x"}' });
    expect(said(await connect('going'))).toContain('the secret of this account holds no credential for this server');
    await broker.kms('DeleteSecret', { SecretName: 'going', ForceDeleteWithoutRecovery: 'true' });
    expect(said(await connect('going'))).toContain('the secret of this account has been deleted');
  });
});
