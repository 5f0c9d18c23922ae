import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('ram_group_members')
export class GroupMember {
  @PrimaryColumn({ name: 'group_id', type: 'text' })
  groupId: string;

  @PrimaryColumn({ name: 'user_id', type: 'text' })
  userId: string;

  @Column({ name: 'joined_at', type: 'timestamptz' })
  joinedAt: Date;
}
