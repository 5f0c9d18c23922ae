import { Column } from 'typeorm';
import { InstanceRow } from '../instances/instance-row.ts';

/** The columns common to all grants. Each is made to a user, to a user group or by a rule: one of their ids is set. */
export abstract class Grant extends InstanceRow {
  @Column({ name: 'user_id', type: 'bigint', nullable: true })
  userId: string | null;

  @Column({ name: 'user_group_id', type: 'bigint', nullable: true })
  userGroupId: string | null;

  @Column({ name: 'rule_id', type: 'bigint', nullable: true })
  ruleId: string | null;
}
