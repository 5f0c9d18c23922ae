import type { ModuleParts } from '../module-parts.ts';
import { OperationUsers } from './operation-users.ts';
import { PasswordHashing } from './password-hashing.ts';
import { PasswordProof } from './password-proof.ts';
import { RamUserDeletions } from './ram-user-deletions.ts';
import { ScryptCost, passwordCost } from './scrypt-cost.ts';
import { UserChanges } from './user-changes.ts';
import { UserCreation } from './user-creation.ts';
import { UserLocks } from './user-locks.ts';
import { UserPasswords } from './user-passwords.ts';
import { UserPublicKey } from './user-public-key.entity.ts';
import { UserPublicKeysService } from './user-public-keys.ts';
import { User } from './user.entity.ts';
import { UsersService } from './users.ts';

export const usersParts: ModuleParts = {
  entities: [User, UserPublicKey],
  inner: [
    { provide: ScryptCost, useValue: passwordCost },
    PasswordHashing,
    PasswordProof,
    UserPasswords,
    OperationUsers,
    RamUserDeletions,
  ],
  shown: [UsersService, UserCreation, UserChanges, UserLocks, UserPublicKeysService],
};
