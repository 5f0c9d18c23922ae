import { DescribeInstanceAttribute } from './describe-instance-attribute.ts';
import { DescribeInstances } from './describe-instances.ts';

export const instancesOperations = [DescribeInstanceAttribute, DescribeInstances];
