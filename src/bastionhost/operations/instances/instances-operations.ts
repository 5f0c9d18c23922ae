import { ConfigInstanceSecurityGroups } from './config-instance-security-groups.ts';
import { ConfigInstanceWhiteList } from './config-instance-white-list.ts';
import { DescribeInstanceAttribute } from './describe-instance-attribute.ts';
import { DescribeInstances } from './describe-instances.ts';
import { DescribeRegions } from './describe-regions.ts';
import { DisableInstancePublicAccess } from './disable-instance-public-access.ts';
import { EnableInstancePublicAccess } from './enable-instance-public-access.ts';
import { GetInstanceSettings } from './get-instance-settings.ts';
import { GetInstanceStoreInfo } from './get-instance-store-info.ts';
import { GetInstanceTwoFactor } from './get-instance-two-factor.ts';
import { ModifyInstanceAttribute } from './modify-instance-attribute.ts';
import { ModifyInstanceEdition } from './modify-instance-edition.ts';
import { ModifyInstanceSettings } from './modify-instance-settings.ts';
import { ModifyInstanceTwoFactor } from './modify-instance-two-factor.ts';
import { MoveResourceGroup } from './move-resource-group.ts';
import { StartInstance } from './start-instance.ts';

export const instancesOperations = [
  ConfigInstanceSecurityGroups,
  ConfigInstanceWhiteList,
  DescribeInstanceAttribute,
  DescribeInstances,
  DescribeRegions,
  DisableInstancePublicAccess,
  EnableInstancePublicAccess,
  GetInstanceSettings,
  GetInstanceStoreInfo,
  GetInstanceTwoFactor,
  ModifyInstanceAttribute,
  ModifyInstanceEdition,
  ModifyInstanceSettings,
  ModifyInstanceTwoFactor,
  MoveResourceGroup,
  StartInstance,
];
