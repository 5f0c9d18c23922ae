import { AddHostsToGroup } from './add-hosts-to-group.ts';
import { CreateHostGroup } from './create-host-group.ts';
import { DeleteHostGroup } from './delete-host-group.ts';
import { GetHostGroup } from './get-host-group.ts';
import { ListHostGroups } from './list-host-groups.ts';
import { ModifyHostGroup } from './modify-host-group.ts';
import { RemoveHostsFromGroup } from './remove-hosts-from-group.ts';

export const hostGroupsOperations = [
  AddHostsToGroup,
  CreateHostGroup,
  DeleteHostGroup,
  GetHostGroup,
  ListHostGroups,
  ModifyHostGroup,
  RemoveHostsFromGroup,
];
