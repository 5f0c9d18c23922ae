import type { ServiceLinkedRole } from '../identity/products.api.ts';
import { actions, allow, allowForServices, systemPolicy } from '../identity/system-policy.api.ts';

const serviceName = 'secretsmanager-ecs.kms.aliyuncs.com';

/** The role under which KMS changes the credentials of ECS instances. */
export const ecsSecretsServiceRole: ServiceLinkedRole = {
  roleName: 'AliyunServiceRoleForKMSSecretsManagerForECS',
  serviceName,
  description: 'KMS changes the credentials of ECS instances in this role.',
  policy: systemPolicy(
    'AliyunServiceRolePolicyForKMSSecretsManagerForECS',
    'v1',
    '2025-09',
    'What KMS needs to change the credentials of ECS instances',
    [
      allow(actions('ecs', 'DescribeInstances', 'InvokeCommand', 'DescribeInvocationResults'), [
        'acs:ecs:*:*:instance/*',
        'acs:ecs:*:*:command/cmd-ACS-KMS-RotateECSSecret*',
      ]),
      allow(
        actions(
          'kms',
          'ListSecretVersionIds',
          'GetSecretValue',
          'DescribeSecret',
          'PutSecretValue',
          'UpdateSecretVersionStage',
        ),
        'acs:kms:*:*:secret/acs/ecs/*',
      ),
      allow(actions('kms', 'GenerateDataKey', 'Decrypt'), 'acs:kms:*:*:key/*'),
      allowForServices('ram:DeleteServiceLinkedRole', serviceName),
    ],
  ),
};
