import { Entity, PrimaryColumn } from 'typeorm';

/** A user group that a rule names. */
@Entity('bastion_rule_user_groups')
export class RuleUserGroup {
  @PrimaryColumn({ name: 'rule_id', type: 'bigint' })
  ruleId: string;

  @PrimaryColumn({ name: 'user_group_id', type: 'bigint' })
  userGroupId: string;
}
