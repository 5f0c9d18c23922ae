import { describeWithSshd } from '../support/requirements.ts';
import { BrokerUnderTest, said } from './broker-under-test.ts';

describeWithSshd('a connection to an RDP account', () => {
  let broker: BrokerUnderTest;
  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
  });
  afterAll(() => broker.stop());

  it('is refused by the name of its protocol, to users to whom it was granted', async () => {
    const server = { InstanceName: 'win-01', InstanceId: 'i-win', Address: '192.0.2.10', OSType: 'Windows' };
    await broker.app.pop('ecs').request('RegisterInstance', server);
    const region = { InstanceRegionId: 'cn-hangzhou', SourceInstanceIds: '["i-win"]' };
    const { Results } = await broker.bastionhost('ImportECSInstances', region);
    const hostId = Results[0].HostId as string;
    await broker.createSecret('acs/ecs/win', 'i-win', 'Windows-Pass-1');
    const Secrets = JSON.stringify([{ SecretName: 'acs/ecs/win' }]);
    await broker.bastionhost('ImportKMSSecretsForHost', { HostId: hostId, Secrets });
    const { HostAccounts } = await broker.bastionhost('ListHostAccounts', { HostId: hostId });
    expect(HostAccounts).toMatchObject([{ ProtocolName: 'RDP', CredentialSource: 'KMS' }]);
    const alice = await broker.engineer('alice');
    await broker.engineer('bob');
    await broker.grant(alice, { hostId, hostAccountId: HostAccounts[0].HostAccountId });
    const connect = (user: string) => broker.client.ssh(broker.login(`${user}@ops@WIN-01`), 'true');
    const granted = said(await connect('alice'));
    expect(granted).toContain('sallyport: this is an RDP account, and the bastion connects by SSH only');
    expect(said(await connect('bob'))).toContain('the host or the account does not exist, or you may not use it');
  });
});
