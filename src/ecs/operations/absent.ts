/** A selection of the published operations that are not here: those of instances and Cloud Assistant that one would look for first. */
export const absent = [
  'DeleteInstances',
  'DescribeInstanceAttribute',
  'InvokeCommand',
  'RunInstances',
  'TagResources',
] as const;
