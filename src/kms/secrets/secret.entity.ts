import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SecretTag, SecretType } from '../kms.api.ts';

@Entity('kms_secrets')
export class Secret {
  @PrimaryColumn({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ type: 'text' })
  region: string;

  /** Never shown: a name may be used again, an id is not. */
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

  /** Whether CreateSecret named that key; else it is the account's service key. */
  @Column({ name: 'key_named', type: 'boolean' })
  keyNamed: boolean;

  /** JSON text as it was sent; null for Generic secrets. */
  @Column({ name: 'extended_config', type: 'text', nullable: true })
  extendedConfig: string | null;

  @Column({ type: 'text' })
  creator: string;

  @Column({ type: 'jsonb' })
  tags: SecretTag[];

  /** Who may do what with it, beside the policies of identities; null: nobody by that. */
  @Column({ type: 'text', nullable: true })
  policy: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  @Column({ name: 'last_rotated_at', type: 'timestamptz', nullable: true })
  lastRotatedAt: Date | null;

  /**
   * The three that follow are set together or not at all, for managed secrets only. A rotation is due by itself when `nextRotationAt` has
   * come, `rotationState` is `ok` and the secret does not wait for its deletion; whoever rotates it sets the next date.
   */
  @Column({ name: 'automatic_rotation', type: 'boolean' })
  automaticRotation: boolean;

  @Column({ name: 'rotation_interval_seconds', type: 'integer', nullable: true })
  rotationIntervalSeconds: number | null;

  /** `nextRotationAt` of secret-schedule.ts says which date that is. */
  @Column({ name: 'next_rotation_at', type: 'timestamptz', nullable: true })
  nextRotationAt: Date | null;

  /** `invalid`: the last rotation failed for good and needs a person. A rotation that succeeds makes it `ok`, a new policy too. */
  @Column({ name: 'rotation_state', type: 'text' })
  rotationState: 'ok' | 'invalid';

  /** Set while the secret waits for its deletion; from then on it is gone. */
  @Column({ name: 'planned_deletion_at', type: 'timestamptz', nullable: true })
  plannedDeletionAt: Date | null;
}
