import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A RAM user. An empty string means no value. */
@Entity('ram_users')
export class RamUser {
  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ name: 'user_id', type: 'text' })
  userId: string;

  @Column({ name: 'user_name', type: 'text' })
  userName: string;

  @Column({ name: 'display_name', type: 'text' })
  displayName: string;

  @Column({ name: 'mobile_phone', type: 'text' })
  mobilePhone: string;

  @Column({ name: 'email', type: 'text' })
  email: string;

  @Column({ name: 'comments', type: 'text' })
  comments: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}
