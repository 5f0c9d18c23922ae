import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('ram_policy_versions')
export class RamPolicyVersion {
  @PrimaryColumn({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ name: 'policy_name', type: 'text' })
  policyName: string;

  @PrimaryColumn({ name: 'version_id', type: 'text' })
  versionId: string;

  @Column({ name: 'document', type: 'text' })
  document: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
