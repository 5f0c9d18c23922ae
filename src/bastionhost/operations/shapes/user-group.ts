import { Member } from '../../../gateway/fields.ts';
import type { UserGroup } from '../../groups/user-group.entity.ts';

/** The members of a user group that all answers have in common. */
export class UserGroupItem {
  @Member() Comment: string;
  @Member() UserGroupId: string;
  @Member() UserGroupName: string;
}

export function userGroupItem({
  id,
  groupName,
  comment,
}: Pick<UserGroup, 'id' | 'groupName' | 'comment'>): UserGroupItem {
  return { Comment: comment, UserGroupId: id, UserGroupName: groupName };
}
