import type { Product } from '../identity/products.api.ts';
import { actions, allow, systemPolicy } from '../identity/system-policy.api.ts';

const seeNetworks = allow(actions('vpc', 'DescribeVpcs', 'DescribeVSwitches'));

const seeCommands = actions(
  'ecs',
  'DescribeCommands',
  'DescribeInvocations',
  'DescribeInvocationResults',
  'DescribeCloudAssistantStatus',
  'DescribeSendFileResults',
);

/** What ECS brings to identity. The documents about Cloud Assistant are inferred from their purpose. */
export const ecsIdentity: Product = {
  serviceRoles: [],
  systemPolicies: [
    systemPolicy('AliyunECSFullAccess', 'v1', '2015-04', 'Everything in ECS', [allow('ecs:*'), seeNetworks]),
    systemPolicy('AliyunECSReadOnlyAccess', 'v1', '2015-04', 'Read access to ECS', [
      allow('ecs:Describe*'),
      allow('ecs:List*'),
      seeNetworks,
    ]),
    systemPolicy('AliyunECSAssistantFullAccess', 'v1', '2019-05', 'Everything in Cloud Assistant', [
      allow(
        actions(
          'ecs',
          'RunCommand',
          'InvokeCommand',
          'CreateCommand',
          'DeleteCommand',
          'StopInvocation',
          'SendFile',
        ).concat(seeCommands),
      ),
    ]),
    systemPolicy('AliyunECSAssistantReadonlyAccess', 'v1', '2019-05', 'Read access to Cloud Assistant', [
      allow(seeCommands),
    ]),
  ],
};
