import type { ActionHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { mfaDeviceResource } from '../../../identity/arns.ts';
import { RamAction } from '../ram-action.ts';

export class ListVirtualMFADevicesRequest {}

class VirtualMFADevice {
  @Member() SerialNumber: string;
}

class VirtualMFADeviceList {
  @Member([VirtualMFADevice]) VirtualMFADevice: VirtualMFADevice[];
}

export class ListVirtualMFADevicesResponse {
  @Member() VirtualMFADevices: VirtualMFADeviceList;
}

@RamAction({
  request: ListVirtualMFADevicesRequest,
  response: ListVirtualMFADevicesResponse,
  route: 'GET /ram/virtual-mfa-devices',
  resource: mfaDeviceResource,
  partial: 'there are no virtual MFA devices',
})
export class ListVirtualMFADevices implements ActionHandler<
  ListVirtualMFADevicesRequest,
  ListVirtualMFADevicesResponse
> {
  async handle(): Promise<ListVirtualMFADevicesResponse> {
    return { VirtualMFADevices: { VirtualMFADevice: [] } };
  }
}
