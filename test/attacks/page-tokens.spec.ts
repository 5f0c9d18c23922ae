import type { ApiClient, Credentials, Members, ProductName } from '../support/api-clients.ts';
import { trustPolicy, newAccount, type RamAccount } from '../ram/ram-account.ts';

interface PagedList {
  readonly product: ProductName;
  readonly action: string;
  readonly size: string;
  readonly token: 'Marker' | 'NextToken';
  /** The list's parameters besides those for its pages, and other ones that it could have. */
  readonly question: Members;
  readonly other?: Members;
}

const tag = { 'Tag.1.Key': 'k', 'Tag.1.Value': 'v' };
const lists: readonly PagedList[] = [
  { product: 'ram', action: 'ListUsers', size: 'MaxItems', token: 'Marker', question: {} },
  { product: 'ram', action: 'ListGroups', size: 'MaxItems', token: 'Marker', question: {} },
  { product: 'ram', action: 'ListRoles', size: 'MaxItems', token: 'Marker', question: tag, other: {} },
  {
    product: 'ram',
    action: 'ListPolicies',
    size: 'MaxItems',
    token: 'Marker',
    question: { PolicyType: 'Custom' },
    other: { PolicyType: 'System' },
  },
  {
    product: 'ram',
    action: 'ListUsersForGroup',
    size: 'MaxItems',
    token: 'Marker',
    question: { GroupName: 'canary1' },
    other: { GroupName: 'canary2' },
  },
  {
    product: 'ram',
    action: 'ListTagResources',
    size: 'PageSize',
    token: 'NextToken',
    question: { ResourceType: 'role' },
    other: { ResourceType: 'policy' },
  },
  {
    product: 'ecs',
    action: 'DescribeInstances',
    size: 'MaxResults',
    token: 'NextToken',
    question: { InstanceName: 'canary*' },
    other: {},
  },
  {
    product: 'ecs',
    action: 'DescribeInvocationResults',
    size: 'MaxResults',
    token: 'NextToken',
    question: { InstanceId: 'i-canary1' },
    other: {},
  },
  {
    product: 'bastionhost',
    action: 'ListImportableKMSSecretsForHost',
    size: 'MaxResults',
    token: 'NextToken',
    question: { HostId: '' },
    other: { HostId: '', Keyword: 'canary' },
  },
];

describe('a page token', () => {
  let ram: RamAccount;
  let stranger: Credentials;
  let HostId: string;

  beforeAll(async () => {
    ram = await newAccount();
    stranger = (await ram.app.another()).rootAccessKey;
    await twoOfEach(undefined);
    await twoOfEach(stranger);
    HostId = await newHost();
  });

  async function twoOfEach(credentials: Credentials | undefined): Promise<void> {
    for (const name of ['canary1', 'canary2']) {
      await ram.call('CreateUser', { UserName: name }, credentials);
      await ram.call('CreateGroup', { GroupName: name }, credentials);
      const AssumeRolePolicyDocument = trustPolicy([`acs:ram::${ram.accountId}:root`]);
      await ram.call('CreateRole', { RoleName: name, AssumeRolePolicyDocument, ...tag }, credentials);
      const PolicyDocument = '{"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
      await ram.call('CreatePolicy', { PolicyName: name, PolicyDocument }, credentials);
      const server = { InstanceId: `i-${name}`, InstanceName: name, Address: '127.0.0.1' };
      await ram.as(credentials, 'ecs', 'RegisterInstance', server);
    }
    for (const UserName of ['canary1', 'canary2']) {
      for (const GroupName of ['canary1', 'canary2']) {
        await ram.call('AddUserToGroup', { UserName, GroupName }, credentials);
      }
    }
    await commandsAndSecrets(credentials);
  }

  async function commandsAndSecrets(credentials: Credentials | undefined): Promise<void> {
    for (const SecretName of ['canary1', 'canary2']) {
      const SecretData = '{"UserName":"root","Password":"x"}';
      const ExtendedConfig = '{"SecretSubType":"Password","RegionId":"cn-hangzhou","InstanceId":"i-canary1"}';
      const secret = { SecretName, VersionId: 'v1', SecretData, SecretType: 'ECS', ExtendedConfig };
      await ram.as(credentials, 'kms', 'CreateSecret', secret);
      const command = { 'InstanceId.1': 'i-canary1', Type: 'RunShellScript', CommandContent: 'dHJ1ZQ==' };
      await ram.as(credentials, 'ecs', 'RunCommand', command);
    }
  }

  async function newHost(): Promise<string> {
    const client = ram.app.pop('bastionhost');
    const { InstanceId } = (await client.request('DescribeInstances'))['Instances'][0];
    const host = { HostName: 'canary', OSType: 'Linux', ActiveAddressType: 'Private' };
    const source = { Source: 'Ecs', SourceInstanceId: 'i-canary1', InstanceRegionId: 'cn-hangzhou' };
    return (await client.request('CreateHost', { InstanceId, ...host, ...source }))['HostId'];
  }

  const clientOf = ({ product }: PagedList, credentials?: Credentials): ApiClient => ram.app.pop(product, credentials);
  const asked = (question: Members) => ('HostId' in question ? { ...question, HostId } : question);
  const ask = (list: PagedList, others: Members, question = list.question, credentials?: Credentials) =>
    clientOf(list, credentials).request(list.action, { [list.size]: '1', ...asked(question), ...others });
  async function tokenOf(list: PagedList): Promise<string> {
    const answer = await ask(list, {});
    return (answer[list.token] ?? answer['Invocation']?.NextToken) as string;
  }
  const outcome = (call: Promise<unknown>) =>
    call.then(
      () => 'taken',
      ({ code }) => code as string,
    );
  const refused = /^InvalidParameter/;

  describe.each(lists)('of $action', (list) => {
    it('continues the list that it was given for, and says nothing to its holder', async () => {
      const token = await tokenOf(list);
      expect(await outcome(ask(list, { [list.token]: token }))).toBe('taken');
      expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('canary');
      expect(await tokenOf(list)).not.toBe(token);
    });

    it('is refused when one of its bytes is changed or it is cut', async () => {
      const token = Buffer.from(await tokenOf(list), 'base64url');
      for (let index = 0; index < token.length; index += 5) {
        const changed = Buffer.from(token);
        changed[index]! ^= 1;
        expect(await outcome(ask(list, { [list.token]: changed.toString('base64url') }))).toMatch(refused);
      }
      const cut = token.subarray(0, -12).toString('base64url');
      expect(await outcome(ask(list, { [list.token]: cut }))).toMatch(refused);
    });

    // A host belongs to one account.
    if (!('HostId' in list.question)) {
      it('is refused to another account', async () => {
        const call = ask(list, { [list.token]: await tokenOf(list) }, list.question, stranger);
        expect(await outcome(call)).toMatch(refused);
      });
    }

    const { other } = list;
    if (other) {
      it('is refused for another query', async () => {
        expect(await outcome(ask(list, { [list.token]: await tokenOf(list) }, other))).toMatch(refused);
      });
    }

    it('is refused by other operations', async () => {
      const token = await tokenOf(list);
      for (const each of lists.filter(({ action }) => action !== list.action)) {
        expect(await outcome(ask(each, { [each.token]: token }))).toMatch(refused);
      }
    });
  });
});
