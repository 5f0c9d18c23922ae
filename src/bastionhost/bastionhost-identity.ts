import type { Product } from '../identity/products.api.ts';
import { actions, allow, allowForServices, systemPolicy } from '../identity/system-policy.api.ts';
import { bastionServiceRole } from './bastion-role.api.ts';

/** What Bastionhost brings to identity. The documents of the first two policies are inferred from their purpose. */
export const bastionhostIdentity: Product = {
  serviceRoles: [bastionServiceRole],
  systemPolicies: [
    systemPolicy('AliyunYundunBastionHostFullAccess', 'v1', '2020-01', 'Everything in Bastionhost', [
      allow('yundun-bastionhost:*'),
      allowForServices('ram:CreateServiceLinkedRole', bastionServiceRole.serviceName),
    ]),
    systemPolicy('AliyunYundunBastionHostReadOnlyAccess', 'v1', '2020-01', 'Read access to Bastionhost', [
      allow(actions('yundun-bastionhost', 'Get*', 'Describe*', 'Query*', 'List*')),
    ]),
    systemPolicy(
      'AliyunYundunBastionHostOperateOnlyAccess',
      'v6',
      '2025-08',
      'What an O&M engineer needs in Bastionhost',
      [
        allow(
          actions(
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
        allowForServices('ram:CheckServiceLinkedRoleExistence', bastionServiceRole.serviceName),
      ],
    ),
  ],
};
