import { ConfigInstanceSecurityGroups } from './config-instance-security-groups.ts';
import { DescribeInstanceAttribute } from './describe-instance-attribute.ts';
import { DescribeInstances } from './describe-instances.ts';
import { DescribeRegions } from './describe-regions.ts';
import { GetInstanceStoreInfo } from './get-instance-store-info.ts';
import { ModifyInstanceAttribute } from './modify-instance-attribute.ts';
import { MoveResourceGroup } from './move-resource-group.ts';
import { StartInstance } from './start-instance.ts';

export const instancesOperations = [
  ConfigInstanceSecurityGroups,
  DescribeInstanceAttribute,
  DescribeInstances,
  DescribeRegions,
  GetInstanceStoreInfo,
  ModifyInstanceAttribute,
  MoveResourceGroup,
  StartInstance,
];
