import { Column } from 'typeorm';
import { BastionRow } from '../instances/bastion-row.ts';

/** The columns common to user groups and host groups. */
export abstract class Group extends BastionRow {
  @Column({ name: 'group_name', type: 'text' })
  groupName: string;

  @Column({ type: 'text' })
  comment: string;
}

/** A member of a group. Its columns are named after what it is a group of. */
export interface GroupMember {
  readonly groupId: string;
  readonly memberId: string;
}
