import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A custom policy. System policies are part of the program. */
@Entity('ram_policies')
export class RamPolicy {
  @PrimaryColumn({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ name: 'policy_name', type: 'text' })
  policyName: string;

  @Column({ name: 'description', type: 'text' })
  description: string;

  @Column({ name: 'default_version_id', type: 'text' })
  defaultVersionId: string;

  /** The number of the next version. */
  @Column({ name: 'next_version', type: 'integer' })
  nextVersion: number;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}
