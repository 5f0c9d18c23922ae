import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('ram_groups')
export class RamGroup {
  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ name: 'group_id', type: 'text' })
  groupId: string;

  @Column({ name: 'group_name', type: 'text' })
  groupName: string;

  @Column({ name: 'comments', type: 'text' })
  comments: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}
