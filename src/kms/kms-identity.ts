import type { Product } from '../identity/products.api.ts';
import { actions, allow, allowForServices, systemPolicy } from '../identity/system-policy.api.ts';
import { ecsSecretsServiceRole } from './ecs-secrets-role.api.ts';

const rdsService = 'secretsmanager-rds.kms.aliyuncs.com';

const tagKeysAndSecrets = allow(actions('ecs', 'TagResources', 'UntagResources', 'ListTagResources'), [
  'acs:kms:*:*:key/*',
  'acs:kms:*:*:secret/*',
]);

/** What KMS brings to identity: policies as the vendor publishes them, even where they name what is not here. */
export const kmsIdentity: Product = {
  serviceRoles: [ecsSecretsServiceRole],
  systemPolicies: [
    systemPolicy('AliyunKMSFullAccess', 'v3', '2021-03', 'Everything in KMS', [
      allow('kms:*'),
      allowForServices('ram:CreateServiceLinkedRole', rdsService, 'keystore.kms.aliyuncs.com'),
    ]),
    systemPolicy('AliyunKMSReadOnlyAccess', 'v3', '2025-09', 'Read access to KMS, except secret values', [
      allow(
        actions(
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
    systemPolicy('AliyunKMSSecretAdminAccess', 'v5', '2023-06', 'Managing KMS secrets, but not keys', [
      allow('kms:*', 'acs:kms:*:*:secret*'),
      allow('kms:GetRandomPassword'),
      allow(
        actions(
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
      tagKeysAndSecrets,
      allowForServices('ram:CreateServiceLinkedRole', rdsService, ecsSecretsServiceRole.serviceName),
    ]),
    systemPolicy('AliyunKMSSecretUserAccess', 'v1', '2020-03', 'Reading secret values', [
      allow(actions('kms', 'GetSecretValue')),
      allow(actions('kms', 'DescribeSecret', 'ListSecretVersionIds')),
    ]),
    systemPolicy('AliyunKMSCryptoAdminAccess', 'v2', '2023-06', 'Managing KMS keys and aliases', [
      allow('kms:*', ['acs:kms:*:*:key*', 'acs:kms:*:*:alias*']),
      tagKeysAndSecrets,
    ]),
    systemPolicy('AliyunKMSCryptoUserAccess', 'v2', '2026-07', 'Using KMS keys', [
      allow(
        actions(
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
  ],
};
