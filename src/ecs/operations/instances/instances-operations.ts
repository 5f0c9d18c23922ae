import { DeleteInstance } from './delete-instance.ts';
import { DescribeInstanceStatus } from './describe-instance-status.ts';
import { DescribeInstances } from './describe-instances.ts';
import { DescribeRegions } from './describe-regions.ts';
import { RegisterInstance } from './register-instance.ts';

export const instancesOperations = [
  DeleteInstance,
  DescribeInstanceStatus,
  DescribeInstances,
  DescribeRegions,
  RegisterInstance,
];
