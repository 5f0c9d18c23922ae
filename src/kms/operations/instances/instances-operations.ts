import { DescribeAccountKmsStatus } from './describe-account-kms-status.ts';
import { DescribeRegions } from './describe-regions.ts';
import { GetDefaultKmsInstance } from './get-default-kms-instance.ts';
import { GetKmsInstance } from './get-kms-instance.ts';
import { ListKmsInstances } from './list-kms-instances.ts';
import { OpenKmsService } from './open-kms-service.ts';

export const instancesOperations = [
  DescribeAccountKmsStatus,
  DescribeRegions,
  GetDefaultKmsInstance,
  GetKmsInstance,
  ListKmsInstances,
  OpenKmsService,
];
