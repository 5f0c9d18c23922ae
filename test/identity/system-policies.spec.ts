import type { Members, ProductName } from '../support/api-clients.ts';
import { allow, newAccount, type RamAccount } from '../ram/ram-account.ts';

const each = (prefix: string, names: string) => names.split(' ').map((name) => `${prefix}:${name}`);
const createRole = (...services: string[]) => ({
  ...allow('ram:CreateServiceLinkedRole'),
  Condition: { StringEquals: { 'ram:ServiceName': services } },
});
const rds = 'secretsmanager-rds.kms.aliyuncs.com';
const tagging = allow(each('ecs', 'TagResources UntagResources ListTagResources'), [
  'acs:kms:*:*:key/*',
  'acs:kms:*:*:secret/*',
]);

const networks = allow(each('vpc', 'DescribeVpcs DescribeVSwitches'));

/** The documents that the vendor publishes, with their versions. */
const published: Readonly<Record<string, readonly [version: string, statements: readonly object[]]>> = {
  AdministratorAccess: ['v1', [allow('*')]],
  AliyunKMSFullAccess: ['v3', [allow('kms:*'), createRole(rds, 'keystore.kms.aliyuncs.com')]],
  AliyunKMSReadOnlyAccess: [
    'v3',
    [
      allow([
        ...each('kms', 'List* Describe* GetPublicKey GetUploadBackupDataInfo GetKmsInstanceSharedAccounts'),
        ...each('kms', 'GetKmsInstanceQuotaInfos GetCheckAssociateResourceTaskResults GetKeyPolicy'),
        ...each(
          'kms',
          'GetKeyDefaultPolicy GetSecretPolicy GetSecretDefaultPolicy GetKmsInstance GetDefaultKmsInstance',
        ),
      ]),
    ],
  ],
  AliyunKMSSecretAdminAccess: [
    'v5',
    [
      allow('kms:*', 'acs:kms:*:*:secret*'),
      allow('kms:GetRandomPassword'),
      allow([
        ...each('rds', 'DescribeDBInstances DescribeDBInstanceAttribute DescribeDatabases DescribeAccounts'),
        ...each('rds', 'DescribeDBInstanceNetInfo CreateAccount GrantAccountPrivilege'),
      ]),
      allow('ecs:DescribeInstances', 'acs:ecs:*:*:instance/*'),
      tagging,
      createRole(rds, 'secretsmanager-ecs.kms.aliyuncs.com'),
    ],
  ],
  AliyunKMSSecretUserAccess: [
    'v1',
    [allow(['kms:GetSecretValue']), allow(each('kms', 'DescribeSecret ListSecretVersionIds'))],
  ],
  AliyunKMSCryptoAdminAccess: ['v2', [allow('kms:*', ['acs:kms:*:*:key*', 'acs:kms:*:*:alias*']), tagging]],
  AliyunKMSCryptoUserAccess: [
    'v2',
    [
      allow([
        ...each('kms', 'Encrypt Decrypt GenerateDataKey GenerateDataKeyWithoutPlaintext AsymmetricDecrypt'),
        ...each('kms', 'AsymmetricEncrypt AsymmetricSign AsymmetricVerify GetPublicKey GenerateMac VerifyMac'),
      ]),
    ],
  ],
  AliyunECSFullAccess: ['v1', [allow('ecs:*'), networks]],
  AliyunECSReadOnlyAccess: ['v1', [allow('ecs:Describe*'), allow('ecs:List*'), networks]],
  AliyunSTSAssumeRoleAccess: ['v1', [allow('sts:AssumeRole')]],
  AliyunRAMFullAccess: ['v1', [allow('ram:*')]],
  AliyunRAMReadOnlyAccess: ['v1', [allow(each('ram', 'Get* List*'))]],
  ReadOnlyAccess: ['v1', [allow(each('*', 'Describe* List* Get* BatchGet* Query* BatchQuery*'))]],
};

describe('the policies of the system', () => {
  let ram: RamAccount;
  beforeAll(async () => {
    ram = await newAccount();
  });

  it.each(Object.entries(published))('%s is as published', async (PolicyName, [version, Statement]) => {
    const { Policy, DefaultPolicyVersion } = await ram.call('GetPolicy', { PolicyName, PolicyType: 'System' });
    expect(Policy.DefaultVersion).toBe(version);
    expect(JSON.parse(DefaultPolicyVersion.PolicyDocument)).toEqual({ Version: '1', Statement });
  });

  it.each<[string, ProductName, string, Members, boolean]>([
    ['AliyunECSFullAccess', 'ecs', 'RegisterInstance', { InstanceName: 'web', Address: '10.0.0.1' }, true],
    ['AliyunECSReadOnlyAccess', 'ecs', 'DescribeInstances', {}, true],
    ['AliyunECSReadOnlyAccess', 'ecs', 'RegisterInstance', { InstanceName: 'web', Address: '10.0.0.1' }, false],
    ['AliyunECSAssistantFullAccess', 'ecs', 'DescribeInvocations', {}, true],
    ['AliyunECSAssistantReadonlyAccess', 'ecs', 'DescribeCloudAssistantStatus', {}, true],
    ['AliyunECSAssistantReadonlyAccess', 'ecs', 'DescribeInstances', {}, false],
    ['AliyunRAMFullAccess', 'ram', 'CreateGroup', { GroupName: 'by-policy' }, true],
    ['AliyunRAMReadOnlyAccess', 'ram', 'ListUsers', {}, true],
    ['AliyunRAMReadOnlyAccess', 'ram', 'CreateGroup', { GroupName: 'by-nobody' }, false],
    ['ReadOnlyAccess', 'kms', 'ListKeys', {}, true],
    ['ReadOnlyAccess', 'ram', 'ListUsers', {}, true],
    ['ReadOnlyAccess', 'kms', 'CreateKey', {}, false],
  ])('%s: whether %s %s is allowed', async (policyName, product, action, parameters, isAllowed) => {
    const { credentials } = await ram.newUser([], policyName);
    const outcome = ram.as(credentials, product, action, { RegionId: 'cn-hangzhou', ...parameters });
    const allowed = await outcome.then(
      () => true,
      () => false,
    );
    expect(allowed).toBe(isAllowed);
  });

  it('AliyunSTSAssumeRoleAccess lets a user assume roles that trust them', async () => {
    const user = await ram.newUser([], 'AliyunSTSAssumeRoleAccess');
    const session = await ram.assume(user, await ram.newRole([allow('ram:ListUsers')]));
    expect((await ram.call('ListUsers', {}, session))['Users'].User.length).toBeGreaterThan(0);
  });

  it('are the same for every account, and nobody can change them', async () => {
    const { rootAccessKey: other } = await ram.app.another();
    const names = async (credentials = ram.app.rootAccessKey) => {
      const { Policies } = await ram.call('ListPolicies', { PolicyType: 'System' }, credentials);
      return Policies.Policy.map(({ PolicyName }: Members) => PolicyName);
    };
    expect(await names(other)).toEqual(await names());
    const change = { PolicyName: 'AdministratorAccess', NewDescription: 'mine' };
    await expect(ram.call('UpdatePolicyDescription', change)).rejects.toMatchObject({ code: 'EntityNotExist.Policy' });
  });
});
