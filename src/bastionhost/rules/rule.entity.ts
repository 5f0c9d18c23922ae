import { Column, Entity } from 'typeorm';
import { BastionRow } from '../instances/bastion-row.ts';
import type { Validity } from '../validity.ts';

/** Grants assets to users and user groups while it is enabled and valid. */
@Entity('bastion_rules')
export class Rule extends BastionRow implements Validity {
  @Column({ name: 'rule_name', type: 'text' })
  ruleName: string;

  @Column({ type: 'text' })
  comment: string;

  @Column({ name: 'is_enabled', type: 'boolean' })
  isEnabled: boolean;

  /** No access through the rule before this moment. */
  @Column({ name: 'effective_from', type: 'timestamptz', nullable: true })
  effectiveFrom: Date | null;

  /** No access through the rule from this moment on. */
  @Column({ name: 'effective_until', type: 'timestamptz', nullable: true })
  effectiveUntil: Date | null;
}
