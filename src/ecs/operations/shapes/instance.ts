import { Member } from '../../../gateway/fields.ts';
import type { RegisteredInstance } from '../../instances/instance-rows.ts';

class IpAddresses {
  @Member([String]) IpAddress: string[];
}

class VpcAttributes {
  @Member() PrivateIpAddress: IpAddresses;
}

/** A server in the inventory, with the members that are known. */
export class InstanceShape {
  @Member() InstanceId: string;
  @Member() InstanceName: string;
  @Member() RegionId: string;
  @Member() Status: string;
  @Member() OSType: string;
  @Member() OSName: string;
  @Member() InstanceNetworkType: string;
  @Member() CreationTime: string;
  @Member() VpcAttributes: VpcAttributes;
  @Member() InnerIpAddress: IpAddresses;
  @Member() PublicIpAddress: IpAddresses;
}

/** A registered server has one address and counts as running in a private network. */
export function showInstance(instance: RegisteredInstance): InstanceShape {
  return {
    InstanceId: instance.instanceId,
    InstanceName: instance.instanceName,
    RegionId: instance.region,
    Status: runningStatus,
    OSType: instance.osType.toLowerCase(),
    OSName: instance.osType,
    InstanceNetworkType: networkType,
    CreationTime: `${instance.createdAt.toISOString().slice(0, 16)}Z`,
    VpcAttributes: { PrivateIpAddress: { IpAddress: [instance.address] } },
    InnerIpAddress: { IpAddress: [] },
    PublicIpAddress: { IpAddress: [] },
  };
}

export const runningStatus = 'Running';
export const networkType = 'vpc';
