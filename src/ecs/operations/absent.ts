/**
 * A selection of published operations that are not implemented: those for instances and Cloud Assistant that a client
 * would look for first.
 */
export const absent = [
  'DeleteInstances',
  'DescribeInstanceAttribute',
  'InvokeCommand',
  'RunInstances',
  'TagResources',
] as const;
