import { AttachHostAccountsToUser } from './attach-host-accounts-to-user.ts';
import { AttachHostAccountsToUserGroup } from './attach-host-accounts-to-user-group.ts';
import { AttachHostGroupAccountsToUser } from './attach-host-group-accounts-to-user.ts';
import { AttachHostGroupAccountsToUserGroup } from './attach-host-group-accounts-to-user-group.ts';
import { DetachHostAccountsFromUser } from './detach-host-accounts-from-user.ts';
import { DetachHostAccountsFromUserGroup } from './detach-host-accounts-from-user-group.ts';
import { DetachHostGroupAccountsFromUser } from './detach-host-group-accounts-from-user.ts';
import { DetachHostGroupAccountsFromUserGroup } from './detach-host-group-accounts-from-user-group.ts';
import { ListHostAccountsForUser } from './list-host-accounts-for-user.ts';
import { GetAccess } from './get-access.ts';
import { ListHostAccountsForUserGroup } from './list-host-accounts-for-user-group.ts';
import { ListHostGroupAccountNamesForUser } from './list-host-group-account-names-for-user.ts';
import { ListHostGroupAccountNamesForUserGroup } from './list-host-group-account-names-for-user-group.ts';
import { ListHostGroupsForUser } from './list-host-groups-for-user.ts';
import { ListHostGroupsForUserGroup } from './list-host-groups-for-user-group.ts';
import { ListHostsForUser } from './list-hosts-for-user.ts';
import { ListHostsForUserGroup } from './list-hosts-for-user-group.ts';

export const grantsOperations = [
  AttachHostAccountsToUser,
  AttachHostAccountsToUserGroup,
  AttachHostGroupAccountsToUser,
  AttachHostGroupAccountsToUserGroup,
  DetachHostAccountsFromUser,
  DetachHostAccountsFromUserGroup,
  DetachHostGroupAccountsFromUser,
  DetachHostGroupAccountsFromUserGroup,
  ListHostAccountsForUser,
  GetAccess,
  ListHostAccountsForUserGroup,
  ListHostGroupAccountNamesForUser,
  ListHostGroupAccountNamesForUserGroup,
  ListHostGroupsForUser,
  ListHostGroupsForUserGroup,
  ListHostsForUser,
  ListHostsForUserGroup,
];
