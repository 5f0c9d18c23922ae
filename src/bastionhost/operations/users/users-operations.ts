import { CreateUserPublicKey } from './create-user-public-key.ts';
import { CreateUser } from './create-user.ts';
import { DeleteUserPublicKey } from './delete-user-public-key.ts';
import { DeleteUser } from './delete-user.ts';
import { GetUser } from './get-user.ts';
import { ListUserPublicKeys } from './list-user-public-keys.ts';
import { ListUsers } from './list-users.ts';

export const usersOperations = [
  CreateUserPublicKey,
  CreateUser,
  DeleteUserPublicKey,
  DeleteUser,
  GetUser,
  ListUserPublicKeys,
  ListUsers,
];
