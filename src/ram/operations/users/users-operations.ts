import { CreateUser } from './create-user.ts';
import { DeleteLoginProfile } from './delete-login-profile.ts';
import { DeleteUser } from './delete-user.ts';
import { GetLoginProfile } from './get-login-profile.ts';
import { GetUserMFAInfo } from './get-user-mfa-info.ts';
import { GetUser } from './get-user.ts';
import { ListUsers } from './list-users.ts';
import { ListVirtualMFADevices } from './list-virtual-mfa-devices.ts';
import { UnbindMFADevice } from './unbind-mfa-device.ts';
import { UpdateUser } from './update-user.ts';

export const usersOperations = [
  CreateUser,
  DeleteLoginProfile,
  DeleteUser,
  GetLoginProfile,
  GetUserMFAInfo,
  GetUser,
  ListUsers,
  ListVirtualMFADevices,
  UnbindMFADevice,
  UpdateUser,
];
