import { CreateUserPublicKey } from './create-user-public-key.ts';
import { CreateUser } from './create-user.ts';
import { DeleteUserPublicKey } from './delete-user-public-key.ts';
import { DeleteUser } from './delete-user.ts';
import { GetUser } from './get-user.ts';
import { ListUserPublicKeys } from './list-user-public-keys.ts';
import { ListUsers } from './list-users.ts';
import { LockUsers } from './lock-users.ts';
import { ModifyUserPublicKey } from './modify-user-public-key.ts';
import { ModifyUser } from './modify-user.ts';
import { ResetUserTwoFactor } from './reset-user-two-factor.ts';
import { UnlockUsers } from './unlock-users.ts';

export const usersOperations = [
  CreateUserPublicKey,
  CreateUser,
  DeleteUserPublicKey,
  DeleteUser,
  GetUser,
  ListUserPublicKeys,
  ListUsers,
  LockUsers,
  ModifyUserPublicKey,
  ModifyUser,
  ResetUserTwoFactor,
  UnlockUsers,
];
