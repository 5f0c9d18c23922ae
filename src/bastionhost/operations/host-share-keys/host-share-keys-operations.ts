import { AttachHostAccountsToHostShareKey } from './attach-host-accounts-to-host-share-key.ts';
import { CreateHostShareKey } from './create-host-share-key.ts';
import { DeleteHostShareKey } from './delete-host-share-key.ts';
import { DetachHostAccountsFromHostShareKey } from './detach-host-accounts-from-host-share-key.ts';
import { GetHostShareKey } from './get-host-share-key.ts';
import { ListHostAccountsForHostShareKey } from './list-host-accounts-for-host-share-key.ts';
import { ListHostShareKeys } from './list-host-share-keys.ts';
import { ModifyHostShareKey } from './modify-host-share-key.ts';

export const hostShareKeysOperations = [
  AttachHostAccountsToHostShareKey,
  CreateHostShareKey,
  DeleteHostShareKey,
  DetachHostAccountsFromHostShareKey,
  GetHostShareKey,
  ListHostAccountsForHostShareKey,
  ListHostShareKeys,
  ModifyHostShareKey,
];
