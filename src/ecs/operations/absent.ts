/** A selection of the published operations that are not here: those of instances and Cloud Assistant that one would look for first. */
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
