import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('kms_credential_checks')
export class CredentialCheckRow {
  @PrimaryColumn({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ type: 'text' })
  region: string;

  @PrimaryColumn({ name: 'secret_id', type: 'text' })
  secretId: string;

  /** The version that the rotation made. */
  @Column({ name: 'version_id', type: 'text' })
  versionId: string;

  @Column({ type: 'text' })
  state: 'due' | 'confirmed' | 'refused' | 'unknown';

  @Column({ name: 'due_at', type: 'timestamptz' })
  dueAt: Date;

  @Column({ name: 'lease_until', type: 'timestamptz', nullable: true })
  leaseUntil: Date | null;

  /** Number of times that the host did not say. */
  @Column({ type: 'integer' })
  failures: number;
}
