import { Member } from '../../../gateway/fields.ts';
import type { HostGroup } from '../../groups/host-group.entity.ts';

/** The members of a host group that all answers have in common. */
export class HostGroupItem {
  @Member() Comment: string;
  @Member() HostGroupId: string;
  @Member() HostGroupName: string;
}

export function hostGroupItem({
  id,
  groupName,
  comment,
}: Pick<HostGroup, 'id' | 'groupName' | 'comment'>): HostGroupItem {
  return { Comment: comment, HostGroupId: id, HostGroupName: groupName };
}
