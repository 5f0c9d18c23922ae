import { wireTime } from '../../../common/clock.ts';
import { Member } from '../../../gateway/fields.ts';
import type { RamGroup } from '../../../identity/groups/ram-group.entity.ts';

export class GroupItem {
  @Member() GroupId: string;
  @Member() GroupName: string;
  @Member() Comments: string;
  @Member() CreateDate: string;
  @Member() UpdateDate: string;
}

/** An answer with one group. */
export class GroupResponse {
  @Member() Group: GroupItem;
}

export function showGroup(group: RamGroup): GroupItem {
  return {
    GroupId: group.groupId,
    GroupName: group.groupName,
    Comments: group.comments,
    CreateDate: wireTime(group.createdAt),
    UpdateDate: wireTime(group.updatedAt),
  };
}
