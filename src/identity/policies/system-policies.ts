/** A policy that every account has and no one can change. */
export interface SystemPolicy {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly document: string;
  /** `YYYY-MM-DDThh:mm:ssZ`. The vendor publishes only the month of the version. */
  readonly updatedAt: string;
}

interface Statement {
  readonly Effect: 'Allow';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

const allow = (Action: Statement['Action'], Resource: Statement['Resource'] = '*'): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
});

const forServices = (action: string, ...services: readonly string[]): Statement => ({
  ...allow(action),
  Condition: { StringEquals: { 'ram:ServiceName': services } },
});

const createRoleOf = (...services: readonly string[]) => forServices('ram:CreateServiceLinkedRole', ...services);
const deleteRoleOf = (...services: readonly string[]) => forServices('ram:DeleteServiceLinkedRole', ...services);
const each = (prefix: string, ...names: readonly string[]) => names.map((name) => `${prefix}:${name}`);

function policy(
  name: string,
  version: string,
  month: string,
  description: string,
  Statement: readonly Statement[],
): SystemPolicy {
  const document = JSON.stringify({ Version: '1', Statement });
  return { name, description, version, updatedAt: `${month}-01T00:00:00Z`, document };
}

const rdsService = 'secretsmanager-rds.kms.aliyuncs.com';
const ecsService = 'secretsmanager-ecs.kms.aliyuncs.com';
const bastionService = 'bastionhost.aliyuncs.com';

const tagThings = allow(each('ecs', 'TagResources', 'UntagResources', 'ListTagResources'), [
  'acs:kms:*:*:key/*',
  'acs:kms:*:*:secret/*',
]);

const seeNetworks = allow(each('vpc', 'DescribeVpcs', 'DescribeVSwitches'));

const seeCommands = each(
  'ecs',
  'DescribeCommands',
  'DescribeInvocations',
  'DescribeInvocationResults',
  'DescribeCloudAssistantStatus',
  'DescribeSendFileResults',
);

/** As the vendor publishes them, including statements about products that do not exist here; those match nothing. */
export const systemPolicies: readonly SystemPolicy[] = [
  policy('AdministratorAccess', 'v1', '2015-04', 'Everything in the account', [allow('*')]),
  policy('AliyunKMSFullAccess', 'v3', '2021-03', 'Everything in KMS', [
    allow('kms:*'),
    createRoleOf(rdsService, 'keystore.kms.aliyuncs.com'),
  ]),
  policy('AliyunKMSReadOnlyAccess', 'v3', '2025-09', 'Read access to KMS, except secret values', [
    allow(
      each(
        'kms',
        'List*',
        'Describe*',
        'GetPublicKey',
        'GetUploadBackupDataInfo',
        'GetKmsInstanceSharedAccounts',
        'GetKmsInstanceQuotaInfos',
        'GetCheckAssociateResourceTaskResults',
        'GetKeyPolicy',
        'GetKeyDefaultPolicy',
        'GetSecretPolicy',
        'GetSecretDefaultPolicy',
        'GetKmsInstance',
        'GetDefaultKmsInstance',
      ),
    ),
  ]),
  policy('AliyunKMSSecretAdminAccess', 'v5', '2023-06', 'Managing KMS secrets, but not keys', [
    allow('kms:*', 'acs:kms:*:*:secret*'),
    allow('kms:GetRandomPassword'),
    allow(
      each(
        'rds',
        'DescribeDBInstances',
        'DescribeDBInstanceAttribute',
        'DescribeDatabases',
        'DescribeAccounts',
        'DescribeDBInstanceNetInfo',
        'CreateAccount',
        'GrantAccountPrivilege',
      ),
    ),
    allow('ecs:DescribeInstances', 'acs:ecs:*:*:instance/*'),
    tagThings,
    createRoleOf(rdsService, ecsService),
  ]),
  policy('AliyunKMSSecretUserAccess', 'v1', '2020-03', 'Reading secret values', [
    allow(each('kms', 'GetSecretValue')),
    allow(each('kms', 'DescribeSecret', 'ListSecretVersionIds')),
  ]),
  policy('AliyunKMSCryptoAdminAccess', 'v2', '2023-06', 'Managing KMS keys and aliases', [
    allow('kms:*', ['acs:kms:*:*:key*', 'acs:kms:*:*:alias*']),
    tagThings,
  ]),
  policy('AliyunKMSCryptoUserAccess', 'v2', '2026-07', 'Using KMS keys', [
    allow(
      each(
        'kms',
        'Encrypt',
        'Decrypt',
        'GenerateDataKey',
        'GenerateDataKeyWithoutPlaintext',
        'AsymmetricDecrypt',
        'AsymmetricEncrypt',
        'AsymmetricSign',
        'AsymmetricVerify',
        'GetPublicKey',
        'GenerateMac',
        'VerifyMac',
      ),
    ),
  ]),
  // The documents of the next two are inferred from their purpose.
  policy('AliyunYundunBastionHostFullAccess', 'v1', '2020-01', 'Everything in Bastionhost', [
    allow('yundun-bastionhost:*'),
    createRoleOf(bastionService),
  ]),
  policy('AliyunYundunBastionHostReadOnlyAccess', 'v1', '2020-01', 'Read access to Bastionhost', [
    allow(each('yundun-bastionhost', 'Get*', 'Describe*', 'Query*', 'List*')),
  ]),
  policy('AliyunYundunBastionHostOperateOnlyAccess', 'v6', '2025-08', 'What an O&M engineer needs in Bastionhost', [
    allow(
      each(
        'yundun-bastionhost',
        'GetInstance*',
        'DescribeInstance*',
        'QueryInstance*',
        'ListInstance*',
        '*Operation*',
        'DescribeOpenService',
      ),
    ),
    allow('pam:GetInstanceDetail'),
    forServices('ram:CheckServiceLinkedRoleExistence', bastionService),
  ]),
  policy('AliyunECSFullAccess', 'v1', '2015-04', 'Everything in ECS', [allow('ecs:*'), seeNetworks]),
  policy('AliyunECSReadOnlyAccess', 'v1', '2015-04', 'Read access to ECS', [
    allow('ecs:Describe*'),
    allow('ecs:List*'),
    seeNetworks,
  ]),
  // The documents of all policies below are inferred from their purpose.
  policy('AliyunECSAssistantFullAccess', 'v1', '2019-05', 'Everything in Cloud Assistant', [
    allow(
      each('ecs', 'RunCommand', 'InvokeCommand', 'CreateCommand', 'DeleteCommand', 'StopInvocation', 'SendFile').concat(
        seeCommands,
      ),
    ),
  ]),
  policy('AliyunECSAssistantReadonlyAccess', 'v1', '2019-05', 'Read access to Cloud Assistant', [allow(seeCommands)]),
  policy('AliyunSTSAssumeRoleAccess', 'v1', '2015-04', 'Assuming roles', [allow('sts:AssumeRole')]),
  policy('AliyunRAMFullAccess', 'v1', '2015-04', 'Everything in RAM', [allow('ram:*')]),
  policy('AliyunRAMReadOnlyAccess', 'v1', '2015-04', 'Read access to RAM', [allow(each('ram', 'Get*', 'List*'))]),
  policy('ReadOnlyAccess', 'v1', '2015-04', 'Read access to everything in the account, including secret values', [
    allow(each('*', 'Describe*', 'List*', 'Get*', 'BatchGet*', 'Query*', 'BatchQuery*')),
  ]),
];

/** The policies of service-linked roles, which are attached to nothing else. */
export const serviceRolePolicies: readonly SystemPolicy[] = [
  policy(
    'AliyunServiceRolePolicyForKMSSecretsManagerForECS',
    'v1',
    '2025-09',
    'What KMS needs to change the credentials of ECS instances',
    [
      allow(each('ecs', 'DescribeInstances', 'InvokeCommand', 'DescribeInvocationResults'), [
        'acs:ecs:*:*:instance/*',
        'acs:ecs:*:*:command/cmd-ACS-KMS-RotateECSSecret*',
      ]),
      allow(
        each(
          'kms',
          'ListSecretVersionIds',
          'GetSecretValue',
          'DescribeSecret',
          'PutSecretValue',
          'UpdateSecretVersionStage',
        ),
        'acs:kms:*:*:secret/acs/ecs/*',
      ),
      allow(each('kms', 'GenerateDataKey', 'Decrypt'), 'acs:kms:*:*:key/*'),
      deleteRoleOf(ecsService),
    ],
  ),
  // The document is inferred from the role's purpose.
  policy('AliyunServiceRolePolicyForBastionhost', 'v1', '2020-01', 'What the bastion needs in KMS and ECS', [
    allow(each('kms', 'ListSecrets', 'GetSecretValue', 'DescribeSecret')),
    allow('kms:Decrypt', 'acs:kms:*:*:key/*'),
    allow(each('ecs', 'DescribeInstances', 'DescribeRegions')),
    deleteRoleOf(bastionService),
  ]),
];

const byName = new Map([...systemPolicies, ...serviceRolePolicies].map((each) => [each.name, each]));

export function systemPolicy(name: string): SystemPolicy | undefined {
  return byName.get(name);
}
