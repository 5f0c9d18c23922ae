import { Entity, PrimaryColumn } from 'typeorm';
import type { GroupMember } from './group.ts';

/** A host in a group. */
@Entity('bastion_host_group_members')
export class HostGroupMember implements GroupMember {
  @PrimaryColumn({ name: 'host_group_id', type: 'bigint' })
  groupId: string;

  @PrimaryColumn({ name: 'host_id', type: 'bigint' })
  memberId: string;
}
