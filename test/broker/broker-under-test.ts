import { BrokerService } from '../../src/broker/broker.ts';
import type { Caller } from '../../src/common/caller.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import { InstancesService } from '../../src/ecs/instances/instances.ts';
import { Accounts } from '../../src/identity/identity.api.ts';
import { generateSshKeyPair, type SshKeyPair } from '../../src/ssh/keys.ts';
import type { Members } from '../support/api-clients.ts';
import type { ServiceAccount } from '../support/test-account.ts';
import { OpensshClient, type Login, type Outcome } from '../../src/demo/openssh-client.ts';
import {
  startTestApplication,
  type TestApplication,
  type TestApplicationOptions,
} from '../support/test-application.ts';

const region = 'cn-hangzhou';

/** The account that every server has. */
export const account = 'ops';
export const engineerPassword = new Redacted('Correct-horse-7');

export interface ServerOptions {
  /** What the account logs in with. Default: a password. */
  readonly credential?: 'password' | 'key';
  /** What the secret holds instead of the account's password. */
  readonly secretPassword?: string;
  readonly accountPassword?: string;
  /** Further parameters of CreateSecret. */
  readonly secret?: Members;
  readonly sshdOptions?: readonly string[];
}

/** A real server with its secret, imported as an account onto a host of the bastion. */
export interface Server {
  readonly sshd: SshdInstance;
  readonly name: string;
  readonly instanceId: string;
  readonly hostId: string;
  readonly hostAccountId: string;
  readonly secretName: string;
}

/** The whole service, with real servers behind it and OpenSSH's client in front of it. */
export class BrokerUnderTest {
  private readonly servers: SshdInstance[] = [];

  private constructor(
    readonly app: TestApplication,
    readonly client: OpensshClient,
    readonly instanceId: string,
    private readonly own?: { readonly account: ServiceAccount; readonly port: number },
  ) {}

  static async start(options: TestApplicationOptions = {}): Promise<BrokerUnderTest> {
    const settings = { SALLYPORT_DRAIN_SECONDS: '0', ...options.settings };
    const app = await startTestApplication({ ...options, settings });
    const { Instances } = await app.pop('bastionhost').request('DescribeInstances');
    return new BrokerUnderTest(app, await OpensshClient.create(), Instances[0].InstanceId);
  }

  /** The same service, as a new account sees it. */
  async anotherAccount(): Promise<BrokerUnderTest> {
    const account = await this.app.another();
    const pop = account.pop('bastionhost');
    const { Instances } = await pop.request('DescribeInstances');
    const { InstanceId } = Instances[0];
    const { InstanceAttribute } = await pop.request('DescribeInstanceAttribute', { InstanceId });
    const port = InstanceAttribute.Ports[0].CustomPort;
    return new BrokerUnderTest(this.app, await OpensshClient.create(), InstanceId, { account, port });
  }

  async stop(): Promise<void> {
    await Promise.all([this.app.stop(), this.stopServers()]);
  }

  async stopServers(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.stop()));
    await this.client.close();
  }

  get port(): number {
    return this.own?.port ?? this.app.get(BrokerService).address.port;
  }

  get accountId(): string {
    return this.own?.account.accountId ?? this.app.get(Accounts).primaryAccountId();
  }

  /** A new server with its secret `acs/ecs/<name>` and its host `<name>`. */
  async server(name: string, options: ServerOptions = {}): Promise<Server> {
    const { accountPassword = `Initial-${name}-1`, secretPassword = accountPassword } = options;
    const pair = options.credential === 'key' ? await generateSshKeyPair('rsa-3072') : undefined;
    const access = pair ? { authorizedKeys: [pair.publicKey] } : { password: new Redacted(accountPassword) };
    const { sshdOptions } = options;
    const sshd = await startSshdInstance({ name, sshdOptions, users: [{ name: account, ...access }] });
    this.servers.push(sshd);
    const instanceId = await this.register(sshd);
    const secretName = `acs/ecs/${name}`;
    await this.createSecret(secretName, instanceId, pair ?? secretPassword, options.secret);
    const hostId = await this.createHost(name, instanceId);
    const hostAccountId = await this.importSecret(hostId, secretName);
    return { sshd, name, instanceId, hostId, hostAccountId, secretName };
  }

  /** Creates a user who may use these servers; returns the user's id. */
  async engineer(name: string, servers: readonly Server[] = [], more: Members = {}): Promise<string> {
    const user = { UserName: name, Source: 'Local', Password: engineerPassword.reveal(), ...more };
    const { UserId } = await this.bastionhost('CreateUser', user);
    for (const server of servers) await this.grant(UserId, server);
    return UserId;
  }

  grant(UserId: string, { hostId, hostAccountId }: Pick<Server, 'hostId' | 'hostAccountId'>): Promise<Members> {
    const Hosts = JSON.stringify([{ HostId: hostId, HostAccountIds: [hostAccountId] }]);
    return this.bastionhost('AttachHostAccountsToUser', { UserId, Hosts });
  }

  /** Logs in with the engineer's password, unless `more` says otherwise. */
  login(user: string, more: Partial<Login> = { password: engineerPassword }): Login {
    return { port: this.port, user, ...more };
  }

  /** The login with which alice gets onto a server. */
  on({ name }: Pick<Server, 'name'>, more?: Partial<Login>): Login {
    return this.login(`alice@${account}@${name}`, more);
  }

  kms(action: string, parameters: Members = {}): Promise<Members> {
    return this.app.pop('kms', this.own?.account.rootAccessKey).request(action, parameters);
  }

  /** Calls an operation on the instance, by the account's root unless other credentials are given. */
  bastionhost(
    action: string,
    parameters: Members = {},
    credentials = this.own?.account.rootAccessKey,
  ): Promise<Members> {
    return this.app.pop('bastionhost', credentials).request(action, { InstanceId: this.instanceId, ...parameters });
  }

  query(sql: string, values: unknown[] = []): Promise<Members[]> {
    return this.app.database.dataSource.query(sql, values);
  }

  /** The audit rows of an action, oldest first. */
  async audited(action: string): Promise<Members[]> {
    return this.query(`select * from audit_events where action = $1 order by at, sequence`, [action]);
  }

  /** How often each connection to a server has read its secret: once for each attempt to log in. */
  async attemptsOn({ secretName }: Pick<Server, 'secretName'>): Promise<number[]> {
    const rows = await this.query(
      `select count(*)::int as attempts from audit_events
       where action = 'GetSecretValue' and on_behalf_of is not null and resource like '%:secret/' || $1
       group by request_id`,
      [secretName],
    );
    return rows.map(({ attempts }) => attempts as number);
  }

  sessions(): Promise<Members[]> {
    return this.query('select * from bastion_sessions order by started_at');
  }

  get root(): Caller {
    const { accountId } = this;
    const identity = { kind: 'Account', arn: `acs:ram::${accountId}:root` } as const;
    return { accountId, region, identity, sourceAddress: 'internal', requestId: 'TEST' };
  }

  async register(sshd: SshdInstance): Promise<string> {
    const { address, port, name, managementCredential: management } = sshd;
    const instance = { instanceName: name, osType: 'Linux', address, port, management } as const;
    return (await this.app.get(InstancesService).register(this.root, instance)).instanceId;
  }

  async createSecret(name: string, instanceId: string, value: string | SshKeyPair, more: Members = {}): Promise<void> {
    const data = typeof value === 'string' ? { Password: value } : pairMembers(value);
    const SecretSubType = typeof value === 'string' ? 'Password' : 'SSHKey';
    await this.kms('CreateSecret', {
      SecretName: name,
      SecretType: 'ECS',
      VersionId: 'v1',
      SecretData: JSON.stringify({ UserName: account, ...data }),
      ExtendedConfig: JSON.stringify({ SecretSubType, RegionId: region, InstanceId: instanceId }),
      ...more,
    });
  }

  async createHost(name: string, instanceId: string): Promise<string> {
    const { HostId } = await this.bastionhost('CreateHost', {
      HostName: name,
      OSType: 'Linux',
      Source: 'Ecs',
      SourceInstanceId: instanceId,
      InstanceRegionId: region,
      ActiveAddressType: 'Private',
    });
    return HostId;
  }

  /** A host that is in no inventory. */
  async localHost(name: string, port: number): Promise<string> {
    const { HostId } = await this.bastionhost('CreateHost', {
      HostName: name,
      OSType: 'Linux',
      Source: 'Local',
      ActiveAddressType: 'Private',
      HostPrivateAddress: '127.0.0.1',
    });
    const HostIds = JSON.stringify([HostId]);
    await this.bastionhost('ModifyHostsPort', { HostIds, Port: String(port), ProtocolName: 'SSH' });
    return HostId;
  }

  private async importSecret(HostId: string, SecretName: string): Promise<string> {
    const Secrets = JSON.stringify([{ SecretName, SecretType: 'ECS' }]);
    const { Results, SuccessCount } = await this.bastionhost('ImportKMSSecretsForHost', { HostId, Secrets });
    if (Number(SuccessCount) !== 1) throw new Error(`not imported: ${JSON.stringify(Results)}`);
    const { HostAccounts } = await this.bastionhost('ListHostAccounts', { HostId });
    return HostAccounts[0].HostAccountId;
  }
}

/** What the client wrote to stderr, without its own warning about a host key that it sees for the first time. */
export function said({ stderr }: Outcome): string {
  return stderr.replace(/^Warning: Permanently added .*\r?\n/, '').replaceAll('\r\n', '\n');
}

function pairMembers({ publicKey, privateKey }: SshKeyPair): Members {
  return { PublicKey: publicKey, PrivateKey: privateKey.reveal() };
}
