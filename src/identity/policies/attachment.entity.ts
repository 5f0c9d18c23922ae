import { Column, Entity, PrimaryColumn } from 'typeorm';

export type PrincipalKind = 'User' | 'Group' | 'Role';
export type PolicyType = 'System' | 'Custom';

/** A policy attached to a user, a group or a role. */
@Entity('ram_attachments')
export class Attachment {
  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  @Column({ name: 'principal_kind', type: 'text' })
  principalKind: PrincipalKind;

  @PrimaryColumn({ name: 'principal_id', type: 'text' })
  principalId: string;

  @PrimaryColumn({ name: 'policy_type', type: 'text' })
  policyType: PolicyType;

  @PrimaryColumn({ name: 'policy_name', type: 'text' })
  policyName: string;

  @Column({ name: 'attached_at', type: 'timestamptz' })
  attachedAt: Date;
}
