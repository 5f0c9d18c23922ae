import { Redacted } from '../../src/common/redacted.ts';
import { OpensshClient } from '../../src/demo/openssh-client.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import { password, region } from '../bastionhost/bastion-account.ts';
import type { ApiClient, Members, ProductName } from '../support/api-clients.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { newTestAccount, type ServiceAccount } from '../support/test-account.ts';

const SecretName = 'acs/ecs/web-01-ops';
const opsPassword = new Redacted('Initial-web-01-1');

/** What an administrator does with one of the vendor's clients. */
class Administrator {
  private constructor(
    private readonly clientOf: (product: ProductName) => ApiClient,
    private readonly bastion: { readonly InstanceId: string; readonly RegionId: string },
  ) {}

  static async of(clientOf: (product: ProductName) => ApiClient): Promise<Administrator> {
    const { Instances } = await clientOf('bastionhost').request('DescribeInstances', { RegionId: region });
    return new Administrator(clientOf, { InstanceId: Instances[0].InstanceId, RegionId: region });
  }

  call(action: string, parameters: Members = {}): Promise<Members> {
    return this.clientOf('bastionhost').request(action, { ...this.bastion, ...parameters });
  }

  async keepSecret({ address: Address, port: Port }: SshdInstance): Promise<string> {
    const server = { InstanceName: 'web-01', Address, Port };
    const { InstanceId } = await this.clientOf('ecs').request('RegisterInstance', server);
    await this.clientOf('kms').request('CreateSecret', {
      SecretName,
      VersionId: 'v1',
      SecretType: 'ECS',
      SecretData: JSON.stringify({ UserName: 'ops', Password: opsPassword.reveal() }),
      ExtendedConfig: JSON.stringify({ SecretSubType: 'Password', RegionId: region, InstanceId }),
    });
    return InstanceId;
  }

  async importHost(SourceInstanceId: string): Promise<string> {
    const source = { Source: 'Ecs', SourceInstanceId, InstanceRegionId: region };
    const host = { HostName: 'web-01', OSType: 'Linux', ActiveAddressType: 'Private', ...source };
    const { HostId } = await this.call('CreateHost', host);
    const { Secrets } = await this.call('ListImportableKMSSecretsForHost', { HostId });
    // The generated clients send this list item by item, and the others as JSON.
    const secret = { 'Secrets.1.SecretName': Secrets[0].SecretName, 'Secrets.1.SecretType': 'ECS' };
    await this.call('ImportKMSSecretsForHost', { HostId, ...secret });
    return HostId;
  }

  async grantThroughGroups(hostId: string): Promise<{ UserGroupId: string; HostGroupId: string }> {
    const { UserId } = await this.call('CreateUser', { UserName: 'alice', Source: 'Local', Password: password });
    const { UserGroupId } = await this.call('CreateUserGroup', { UserGroupName: 'operators' });
    const { HostGroupId } = await this.call('CreateHostGroup', { HostGroupName: 'web' });
    await this.call('AddUsersToGroup', { UserGroupId, UserIds: JSON.stringify([UserId]) });
    await this.call('AddHostsToGroup', { HostGroupId, HostIds: JSON.stringify([hostId]) });
    const HostGroups = JSON.stringify([{ HostGroupId, HostAccountNames: ['ops'] }]);
    await this.call('AttachHostGroupAccountsToUserGroup', { UserGroupId, HostGroups });
    return { UserGroupId, HostGroupId };
  }
}

describeWithSshd("the vendor's own clients bring a server into the bastion", () => {
  let server: SshdInstance;
  let client: OpensshClient;
  beforeAll(async () => {
    server = await startSshdInstance({ name: 'web-01', users: [{ name: 'ops', password: opsPassword }] });
    client = await OpensshClient.create();
  });
  afterAll(async () => {
    await server?.stop();
    await client?.close();
  });

  async function whoami(port: number): Promise<string> {
    const login = { port, user: 'alice@ops@web-01', password: new Redacted(password) };
    const { stdout, stderr } = await client.ssh(login, 'whoami');
    return stdout.toString().trim() || stderr;
  }

  it.each<[string, (account: ServiceAccount) => (product: ProductName) => ApiClient]>([
    ['pop-core over signature V1', (account) => (product) => account.pop(product)],
    ['openapi-client over signature V3', (account) => (product) => account.openApi(product)],
  ])('%s: an engineer logs on through groups, until the host leaves its group', async (_title, clientsOf) => {
    const administrator = await Administrator.of(clientsOf(await newTestAccount()));
    const HostId = await administrator.importHost(await administrator.keepSecret(server));
    const { UserGroupId, HostGroupId } = await administrator.grantThroughGroups(HostId);
    const { HostAccountNames } = await administrator.call('ListHostGroupAccountNamesForUserGroup', {
      UserGroupId,
      HostGroupId,
    });
    const { InstanceAttribute } = await administrator.call('DescribeInstanceAttribute');
    const { CustomPort } = InstanceAttribute.Ports[0];
    expect([HostAccountNames, await whoami(CustomPort)]).toEqual([['ops'], 'ops']);

    await administrator.call('RemoveHostsFromGroup', { HostGroupId, HostIds: JSON.stringify([HostId]) });
    expect(await whoami(CustomPort)).toContain('or you may not use it');
    await administrator.call('DeleteUserGroup', { UserGroupId });
    await administrator.call('DeleteHostGroup', { HostGroupId });
    await administrator.call('DeleteHost', { HostId });
    expect(await administrator.call('ListHosts')).toMatchObject({ Hosts: [], TotalCount: 0 });
  });
});
