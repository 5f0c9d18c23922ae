/** Published operations that are not here; of ECS's many, those that belong to instances and Cloud Assistant. */
export const absent = [
  'DeleteInstances',
  'DescribeCloudAssistantStatus',
  'DescribeInstanceAttribute',
  'DescribeInstanceStatus',
  'DescribeInvocations',
  'DescribeRegions',
  'RunInstances',
  'TagResources',
] as const;
