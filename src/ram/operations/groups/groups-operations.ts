import { AddUserToGroup } from './add-user-to-group.ts';
import { CreateGroup } from './create-group.ts';
import { DeleteGroup } from './delete-group.ts';
import { GetGroup } from './get-group.ts';
import { ListGroupsForUser } from './list-groups-for-user.ts';
import { ListGroups } from './list-groups.ts';
import { ListUsersForGroup } from './list-users-for-group.ts';
import { RemoveUserFromGroup } from './remove-user-from-group.ts';
import { UpdateGroup } from './update-group.ts';

export const groupsOperations = [
  AddUserToGroup,
  CreateGroup,
  DeleteGroup,
  GetGroup,
  ListGroupsForUser,
  ListGroups,
  ListUsersForGroup,
  RemoveUserFromGroup,
  UpdateGroup,
];
