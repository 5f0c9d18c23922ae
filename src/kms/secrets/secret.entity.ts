import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SecretTag, SecretType } from '../kms.api.ts';

@Entity('kms_secrets')
export class Secret {
  @PrimaryColumn({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ type: 'text' })
  region: string;

  /** Never shown. A name may be reused, an id is not. */
  @PrimaryColumn({ name: 'secret_id', type: 'text' })
  secretId: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  type: SecretType;

  @Column({ type: 'text' })
  description: string;

  /** The key that new versions are encrypted under. */
  @Column({ name: 'key_id', type: 'text' })
  keyId: string;

  /** Whether CreateSecret named that key; otherwise it is the account's service key. */
  @Column({ name: 'key_named', type: 'boolean' })
  keyNamed: boolean;

  /** JSON text; null for Generic secrets. */
  @Column({ name: 'extended_config', type: 'text', nullable: true })
  extendedConfig: string | null;

  @Column({ type: 'text' })
  creator: string;

  @Column({ type: 'jsonb' })
  tags: SecretTag[];

  /** The secret's own policy, which applies alongside the policies of identities. Null grants nothing. */
  @Column({ type: 'text', nullable: true })
  policy: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  @Column({ name: 'last_rotated_at', type: 'timestamptz', nullable: true })
  lastRotatedAt: Date | null;

  /**
   * This column and the next two are set together or not at all, for managed secrets only. An automatic rotation is due
   * when `nextRotationAt` has come, `rotationState` is `ok` and the secret is not pending deletion. Each rotation sets
   * the next date.
   */
  @Column({ name: 'automatic_rotation', type: 'boolean' })
  automaticRotation: boolean;

  @Column({ name: 'rotation_interval_seconds', type: 'integer', nullable: true })
  rotationIntervalSeconds: number | null;

  /** Computed by `nextRotationAt` in secret-schedule.ts. */
  @Column({ name: 'next_rotation_at', type: 'timestamptz', nullable: true })
  nextRotationAt: Date | null;

  /**
   * `invalid`: the last rotation failed for good, and a person has to step in. A rotation that succeeds or a new
   * rotation policy sets it to `ok`.
   */
  @Column({ name: 'rotation_state', type: 'text' })
  rotationState: 'ok' | 'invalid';

  /** Set while the secret is pending deletion; from that date on the secret no longer exists. */
  @Column({ name: 'planned_deletion_at', type: 'timestamptz', nullable: true })
  plannedDeletionAt: Date | null;
}
