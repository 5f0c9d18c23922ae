import { Entity, PrimaryColumn } from 'typeorm';
import type { GroupMember } from './group.ts';

/** A user in a group. */
@Entity('bastion_user_group_members')
export class UserGroupMember implements GroupMember {
  @PrimaryColumn({ name: 'user_group_id', type: 'bigint' })
  groupId: string;

  @PrimaryColumn({ name: 'user_id', type: 'bigint' })
  memberId: string;
}
