import { CreateAccessKey } from './create-access-key.ts';
import { DeleteAccessKey } from './delete-access-key.ts';
import { GetAccessKeyLastUsed } from './get-access-key-last-used.ts';
import { ListAccessKeys } from './list-access-keys.ts';
import { UpdateAccessKey } from './update-access-key.ts';

export const accessKeysOperations = [
  CreateAccessKey,
  DeleteAccessKey,
  GetAccessKeyLastUsed,
  ListAccessKeys,
  UpdateAccessKey,
];
