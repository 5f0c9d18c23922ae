import { actions, allow, systemPolicy, type SystemPolicy } from '../system-policy.api.ts';

/** The system policies that belong to no product. The documents, except the first, are inferred from their purpose. */
export const ownSystemPolicies: readonly SystemPolicy[] = [
  systemPolicy('AdministratorAccess', 'v1', '2015-04', 'Everything in the account', [allow('*')]),
  systemPolicy('AliyunSTSAssumeRoleAccess', 'v1', '2015-04', 'Assuming roles', [allow('sts:AssumeRole')]),
  systemPolicy('AliyunRAMFullAccess', 'v1', '2015-04', 'Everything in RAM', [allow('ram:*')]),
  systemPolicy('AliyunRAMReadOnlyAccess', 'v1', '2015-04', 'Read access to RAM', [
    allow(actions('ram', 'Get*', 'List*')),
  ]),
  systemPolicy('ReadOnlyAccess', 'v1', '2015-04', 'Read access to everything in the account, including secret values', [
    allow(actions('*', 'Describe*', 'List*', 'Get*', 'BatchGet*', 'Query*', 'BatchQuery*')),
  ]),
];
