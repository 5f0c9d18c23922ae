import type { ServiceLinkedRole } from '../identity/products.api.ts';
import { actions, allow, allowForServices, systemPolicy } from '../identity/system-policy.api.ts';

const serviceName = 'bastionhost.aliyuncs.com';

/** The role under which the bastion calls KMS and ECS. The document of its policy is inferred from its purpose. */
export const bastionServiceRole: ServiceLinkedRole = {
  roleName: 'AliyunServiceRoleForBastionhost',
  serviceName,
  description: 'Bastionhost reads the credentials of hosts in this role.',
  isInEveryAccount: true,
  policy: systemPolicy(
    'AliyunServiceRolePolicyForBastionhost',
    'v1',
    '2020-01',
    'What the bastion needs in KMS and ECS',
    [
      allow(actions('kms', 'ListSecrets', 'GetSecretValue', 'DescribeSecret')),
      allow('kms:Decrypt', 'acs:kms:*:*:key/*'),
      allow(actions('ecs', 'DescribeInstances', 'DescribeRegions')),
      allowForServices('ram:DeleteServiceLinkedRole', serviceName),
    ],
  ),
};
