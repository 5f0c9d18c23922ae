import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import type { ApiClient, Members } from '../support/api-clients.ts';
import { newTestAccount, type ServiceAccount } from '../support/test-account.ts';

export const region = 'cn-hangzhou';
export const password = 'Correct-horse-7';

/** An account with its bastion instance, and what tests of Bastionhost often need. */
export class BastionAccount<App extends ServiceAccount = ServiceAccount> {
  private readonly client: ApiClient;
  private readonly kms: ApiClient;
  private readonly ecs: ApiClient;

  constructor(
    readonly app: App,
    readonly instanceId: string,
  ) {
    [this.client, this.kms, this.ecs] = [app.pop('bastionhost'), app.pop('kms'), app.pop('ecs')];
  }

  /** Calls an operation on the account's instance. Lists and objects are sent as JSON; undefined is left out. */
  call(action: string, parameters: Members = {}): Promise<Members> {
    const given = Object.entries({ InstanceId: this.instanceId, ...parameters }).filter(
      ([, value]) => value !== undefined,
    );
    const texts = given.map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : value]);
    return this.client.request(action, Object.fromEntries(texts));
  }

  /** Creates a Linux host on the local network. */
  async host(parameters: Members = {}): Promise<string> {
    const { HostId } = await this.call('CreateHost', { ...localHost, ...parameters });
    return HostId;
  }

  async account(hostId: string, name = 'root', parameters: Members = {}): Promise<string> {
    const account = { HostId: hostId, HostAccountName: name, ProtocolName: 'SSH', ...parameters };
    const { HostAccountId } = await this.call('CreateHostAccount', account);
    return HostAccountId;
  }

  /** Creates a shared key; returns its id and its public key. */
  async shareKey(name: string, pair = generateSshKeyPair('ed25519')): Promise<[id: string, publicKey: string]> {
    const { publicKey, privateKey } = await pair;
    const key = { HostShareKeyName: name, PrivateKey: inBase64(privateKey.reveal()) };
    const { HostShareKeyId } = await this.call('CreateHostShareKey', key);
    return [String(HostShareKeyId), publicKey];
  }

  async user(name: string, parameters: Members = {}): Promise<string> {
    const { UserId } = await this.call('CreateUser', { ...localUser, UserName: name, ...parameters });
    return UserId;
  }

  /** Lets the user use these accounts of the host, or only see the host where there are none. */
  attach(userId: string, hostId: string, accountIds: string[] = []): Promise<Members> {
    const Hosts = [{ HostId: hostId, HostAccountIds: accountIds }];
    return this.call('AttachHostAccountsToUser', { UserId: userId, Hosts });
  }

  /** Creates a user group with these members. */
  async userGroup(name: string, userIds: string[] = []): Promise<string> {
    const { UserGroupId } = await this.call('CreateUserGroup', { UserGroupName: name });
    await this.call('AddUsersToGroup', { UserGroupId, UserIds: userIds });
    return UserGroupId;
  }

  /** Creates a host group with these members. */
  async hostGroup(name: string, hostIds: string[] = []): Promise<string> {
    const { HostGroupId } = await this.call('CreateHostGroup', { HostGroupName: name });
    await this.call('AddHostsToGroup', { HostGroupId, HostIds: hostIds });
    return HostGroupId;
  }

  /** Creates an authorisation rule. */
  async rule(name: string, parameters: Members = {}): Promise<string> {
    const { RuleId } = await this.call('CreateRule', { RuleName: name, ...parameters });
    return RuleId;
  }

  /** Creates a host from a server in the inventory. */
  async ecsHost(instanceId: string, parameters: Members = {}): Promise<string> {
    await this.registerInstance(instanceId);
    return this.host({ ...ecsHost, SourceInstanceId: instanceId, HostPrivateAddress: undefined, ...parameters });
  }

  async registerInstance(instanceId: string): Promise<void> {
    const server = { InstanceName: instanceId, Address: '192.0.2.10', Port: 2222 };
    await this.ecs.request('RegisterInstance', { InstanceId: instanceId, ...server });
  }

  async removeInstance(instanceId: string): Promise<void> {
    await this.ecs.request('DeleteInstance', { InstanceId: instanceId });
  }

  /** Creates a password secret for a server. */
  async passwordSecret(name: string, instanceId: string, parameters: Members = {}): Promise<void> {
    const value = { UserName: 'root', Password: 'Kms-Secret-Value-1' };
    await this.createSecret(name, 'Password', instanceId, value, parameters);
  }

  /** Creates a key pair secret for a server; returns its public key. */
  async keySecret(name: string, instanceId: string, userName: string): Promise<string> {
    const { publicKey, privateKey } = await generateSshKeyPair('ed25519');
    const value = { UserName: userName, PublicKey: publicKey, PrivateKey: privateKey.reveal() };
    await this.createSecret(name, 'SSHKey', instanceId, value);
    return publicKey;
  }

  kmsCall(action: string, parameters: Members): Promise<Members> {
    return this.kms.request(action, parameters);
  }

  async importSecret(hostId: string, name: string): Promise<Members> {
    const secrets = [{ SecretName: name, SecretType: 'ECS' }];
    const { Results } = await this.call('ImportKMSSecretsForHost', { HostId: hostId, Secrets: secrets });
    return Results[0];
  }

  private async createSecret(
    name: string,
    subType: string,
    instanceId: string,
    value: Members,
    parameters: Members = {},
  ): Promise<void> {
    await this.kms.request('CreateSecret', {
      SecretName: name,
      VersionId: 'v1',
      SecretType: 'ECS',
      SecretData: JSON.stringify(value),
      ExtendedConfig: JSON.stringify({ SecretSubType: subType, RegionId: region, InstanceId: instanceId }),
      ...parameters,
    });
  }
}

/** A fresh account at the service that specs of the wire share. */
export async function newAccount(): Promise<BastionAccount> {
  const app = await newTestAccount();
  return new BastionAccount(app, await instanceOf(app));
}

export function inBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** The id of the account's bastion instance. */
export async function instanceOf(app: ServiceAccount): Promise<string> {
  const { Instances } = await app.pop('bastionhost').request('DescribeInstances');
  return Instances[0].InstanceId;
}

const localHost = {
  HostName: 'web-01',
  Source: 'Local',
  OSType: 'Linux',
  ActiveAddressType: 'Private',
  HostPrivateAddress: '192.0.2.1',
};

const ecsHost = { Source: 'Ecs', InstanceRegionId: region };

const localUser = { Source: 'Local', Password: password };
