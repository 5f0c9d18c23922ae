import { AttachHostAccountsToUser } from './attach-host-accounts-to-user.ts';
import { DetachHostAccountsFromUser } from './detach-host-accounts-from-user.ts';
import { ListHostAccountsForUser } from './list-host-accounts-for-user.ts';

export const grantsOperations = [AttachHostAccountsToUser, DetachHostAccountsFromUser, ListHostAccountsForUser];
