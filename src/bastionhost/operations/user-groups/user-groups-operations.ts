import { AddUsersToGroup } from './add-users-to-group.ts';
import { CreateUserGroup } from './create-user-group.ts';
import { DeleteUserGroup } from './delete-user-group.ts';
import { GetUserGroup } from './get-user-group.ts';
import { ListUserGroupsForUser } from './list-user-groups-for-user.ts';
import { ListUserGroups } from './list-user-groups.ts';
import { ModifyUserGroup } from './modify-user-group.ts';
import { RemoveUsersFromGroup } from './remove-users-from-group.ts';

export const userGroupsOperations = [
  AddUsersToGroup,
  CreateUserGroup,
  DeleteUserGroup,
  GetUserGroup,
  ListUserGroupsForUser,
  ListUserGroups,
  ModifyUserGroup,
  RemoveUsersFromGroup,
];
