import type { ActionDescription } from '../../src/gateway/action-description.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import type { ApiClient, ProductName } from './api-clients.ts';
import { samplesOfKms } from './samples-of-kms.ts';

type Parameters = Readonly<Record<string, string>>;

/** Whose things are created: a test application creates those of its root. */
interface Clients {
  pop(product: ProductName): ApiClient;
}

/** A thing of each kind and the parameters that name them, so that any operation has something to work on. */
export class OneOfEachResource {
  private constructor(
    private readonly common: Parameters,
    private readonly ofProduct: Readonly<Record<string, Parameters>>,
    private readonly ofKms: ReturnType<typeof samplesOfKms>,
  ) {}

  static async make(app: Clients, name = 'any'): Promise<OneOfEachResource> {
    const [common, bastion] = await assets(app, name);
    const ofRam = await identities(app, name);
    const ofProduct = { 'yundun-bastionhost': settingsOf(bastion), ram: ofRam, sts: ofRam };
    const { CiphertextBlob } = await app.pop('kms').request('Encrypt', { KeyId: common['KeyId'], Plaintext: 'YW55' });
    const named = { DestinationKeyId: common['KeyId'] as string, ...common };
    return new OneOfEachResource(named, ofProduct, samplesOfKms(CiphertextBlob as string, name));
  }

  /** The parameters that the operation needs, and all others of its parameters that name a thing. */
  parametersFor({ product, action, parameters }: ActionDescription): Record<string, string> {
    const ofAction = product === 'kms' ? this.ofKms[action] : undefined;
    const own: Readonly<Record<string, string | undefined>> = {
      ...this.common,
      ...this.ofProduct[product],
      ...ofAction,
    };
    return Object.fromEntries(
      parameters.flatMap(({ name, required, type }) => {
        const any = type === 'number' ? '1' : 'a';
        const value = own[name] ?? (required ? any : undefined);
        if (value === undefined) return [];
        return [[name, type === 'list' && !value.startsWith('[') ? JSON.stringify([value]) : value]];
      }),
    );
  }
}

/** A secret, a key, a server, a host, a user and an account, and parameters that name them; the bastion instance. */
async function assets(app: Clients, name: string): Promise<[Parameters, string]> {
  const [kms, ecs, bastionhost] = [app.pop('kms'), app.pop('ecs'), app.pop('bastionhost')];
  const bastion = (await bastionhost.request('DescribeInstances'))['Instances'][0].InstanceId as string;
  const make = async (action: string, id: string, parameters: Parameters) =>
    (await bastionhost.request(action, { InstanceId: bastion, ...parameters }))[id] as string;
  const host = { HostName: name, OSType: 'Linux', Source: 'Local', ActiveAddressType: 'Private' };
  const address = { HostPrivateAddress: '10.0.0.9' };
  const user = { UserName: name, Source: 'Local', Password: 'Aa1!aaaaaaaa' };
  const account = { ProtocolName: 'SSH', HostAccountName: 'root' };
  const secret = { SecretName: name, VersionId: 'v1', SecretData: 'x' };
  const server = { InstanceName: name, Address: '127.0.0.1', InstanceId: `i-${name}` };
  const command = { Type: 'RunShellScript', CommandContent: 'true' };
  await kms.request('CreateSecret', secret);
  await ecs.request('RegisterInstance', server);
  const KeyId = (await kms.request('CreateKey'))['KeyMetadata'].KeyId as string;
  const HostId = await make('CreateHost', 'HostId', { ...host, ...address });
  const UserId = await make('CreateUser', 'UserId', user);
  const HostAccountId = await make('CreateHostAccount', 'HostAccountId', { HostId, ...account });
  const PrivateKey = Buffer.from((await generateSshKeyPair('ed25519')).privateKey.reveal()).toString('base64');
  const UserGroupId = await make('CreateUserGroup', 'UserGroupId', { UserGroupName: name });
  const HostGroupId = await make('CreateHostGroup', 'HostGroupId', { HostGroupName: name });
  const HostShareKeyId = await make('CreateHostShareKey', 'HostShareKeyId', { HostShareKeyName: name, PrivateKey });
  const RuleId = await make('CreateRule', 'RuleId', { RuleName: name });
  const proxy = { ProxyType: 'HTTPProxy', NodeType: 'Master', Address: '10.0.0.8', Port: '3128' };
  const Proxies = JSON.stringify([{ ...proxy, User: 'hop', Password: 'QWExIWFhYWFhYWE=' }]);
  const domain = { NetworkDomainName: name, NetworkDomainType: 'Proxy', Proxies };
  const NetworkDomainId = await make('CreateNetworkDomain', 'NetworkDomainId', domain);
  const HostAuthorityId = await make('CreateHostAuthority', 'HostAuthorityId', {});
  const named = { KeyId, HostId, UserId, HostAccountId, Port: '22', HostIds: JSON.stringify([HostId]) };
  const shared = {
    HostShareKeyId: String(HostShareKeyId),
    HostShareKeyName: name,
    HostAccountIds: JSON.stringify([HostAccountId]),
  };
  const groups = { UserGroupId, HostGroupId, UserGroupName: name, HostGroupName: name };
  const rule = { RuleId, RuleName: name, UserGroupIds: JSON.stringify([UserGroupId]) };
  const lists = { UserIds: JSON.stringify([UserId]), HostGroups: JSON.stringify([{ HostGroupId }]) };
  const asset = { AssetId: HostId, AssetType: 'Host', AssetAccountId: HostAccountId, TokenId: '1' };
  const version = { VersionStage: 'mine', MoveToVersion: 'v1' };
  const others = { PublicKeyId: '1', CredentialType: 'Password', Hosts: JSON.stringify([{ HostId }]) };
  return [
    {
      ...host,
      ...address,
      ...user,
      ...account,
      ...secret,
      ...server,
      ...command,
      ...named,
      ...groups,
      ...shared,
      ...rule,
      ...domain,
      NetworkDomainId,
      HostAuthorityId,
      ...lists,
      ...asset,
      ...version,
      ...others,
    },
    bastion,
  ];
}

/** The parameters that name a bastion instance, and settings for it. */
function settingsOf(bastion: string): Parameters {
  const tags = { ResourceType: 'INSTANCE', ResourceId: bastion, Tag: '[{"Key":"any"}]', All: 'true' };
  const network = { ResourceGroupId: 'rg-any', SecurityGroupIds: 'sg-any', AuthorizedSecurityGroups: 'sg-any' };
  const session = 'f'.repeat(32);
  const sessions = { SessionId: session, SessionIds: JSON.stringify([session]) };
  const server = { Server: 'ldap.example', Account: 'cn=any', BaseDN: 'dc=any', IsSSL: 'false' };
  return { InstanceId: bastion, ...tags, ...network, ...server, ...sessions };
}

/** A RAM user with an AccessKey, a group, a role and a policy with two versions, and the parameters that name them. */
async function identities(app: Clients, name: string): Promise<Parameters> {
  const ram = app.pop('ram');
  const names = { UserName: name, GroupName: name, RoleName: name, PolicyName: name, PolicyType: 'Custom' };
  const statement = { Effect: 'Allow', Action: 'sts:AssumeRole' };
  const PolicyDocument = JSON.stringify({ Version: '1', Statement: [{ ...statement, Resource: '*' }] });
  const Statement = [{ ...statement, Principal: { RAM: ['*'] } }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '1', Statement });
  await ram.request('CreateUser', { UserName: name });
  await ram.request('CreateGroup', { GroupName: name });
  const role = (await ram.request('CreateRole', { RoleName: name, AssumeRolePolicyDocument }))['Role'];
  await ram.request('CreatePolicy', { PolicyName: name, PolicyDocument });
  await ram.request('CreatePolicyVersion', { PolicyName: name, PolicyDocument });
  const key = (await ram.request('CreateAccessKey', { UserName: name }))['AccessKey'];
  const named = { ...names, VersionId: 'v2', UserAccessKeyId: key.AccessKeyId as string };
  const session = { RoleArn: role.Arn as string, RoleSessionName: 'any' };
  const tags = { ResourceType: 'role', ResourceNames: JSON.stringify([name]), Tag: '[{"Key":"any"}]', All: 'true' };
  const others = { Status: 'Active', NewDescription: 'any', PolicyDocument, AssumeRolePolicyDocument };
  return { ...named, ...session, ...tags, ...others };
}

const ofNewThing =
  /^(Create|Register)(Secret|Alias|User|(User|Host)?Group|Role|Policy|Host|HostShareKey|Instance|NetworkDomain|Rule) \2(Name|Id)$/;

/** Whether the parameter is the name for a new thing, which must not be in use yet. */
export function namesNewThing({ action }: ActionDescription, parameter: string): boolean {
  return ofNewThing.test(`${action} ${parameter}`);
}
