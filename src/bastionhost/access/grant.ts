import { Column, PrimaryGeneratedColumn } from 'typeorm';

/** The columns common to all direct grants. Each is made to one grantee: exactly one of their ids is set. */
export abstract class Grant {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' })
  id: string;

  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  @Column({ type: 'text' })
  region: string;

  @Column({ name: 'instance_id', type: 'text' })
  instanceId: string;

  @Column({ name: 'user_id', type: 'bigint', nullable: true })
  userId: string | null;

  @Column({ name: 'user_group_id', type: 'bigint', nullable: true })
  userGroupId: string | null;
}
