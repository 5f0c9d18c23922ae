import { Entity, PrimaryColumn } from 'typeorm';

/** A user whom a rule names. */
@Entity('bastion_rule_users')
export class RuleUser {
  @PrimaryColumn({ name: 'rule_id', type: 'bigint' })
  ruleId: string;

  @PrimaryColumn({ name: 'user_id', type: 'bigint' })
  userId: string;
}
