import type { ModuleParts } from '../module-parts.ts';
import { HostGroupMember } from './host-group-member.entity.ts';
import { HostGroup } from './host-group.entity.ts';
import { HostGroups } from './host-groups.ts';
import { UserGroupMember } from './user-group-member.entity.ts';
import { UserGroup } from './user-group.entity.ts';
import { UserGroups } from './user-groups.ts';

export const groupsParts: ModuleParts = {
  entities: [UserGroup, UserGroupMember, HostGroup, HostGroupMember],
  inner: [],
  shown: [UserGroups, HostGroups],
};
