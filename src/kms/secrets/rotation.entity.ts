import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RotationPhase } from '../secret-rotations.api.ts';

/** The phases in which no other rotation of the secret may start. */
export const livePhases = ['claimed', 'prepared', 'draining', 'applying'] as const satisfies RotationPhase[];

@Entity('kms_rotations')
export class Rotation {
  @PrimaryColumn({ name: 'rotation_id', type: 'text' })
  rotationId: string;

  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  @Column({ type: 'text' })
  region: string;

  @Column({ name: 'secret_id', type: 'text' })
  secretId: string;

  /** The version that it makes. */
  @Column({ name: 'version_id', type: 'text' })
  versionId: string;

  @Column({ type: 'text' })
  phase: RotationPhase | 'finished' | 'failed';

  @Column({ name: 'request_id', type: 'text' })
  requestId: string;

  /** Counts the processes that took it; only the last one may write. */
  @Column({ type: 'integer' })
  fence: number;

  @Column({ name: 'lease_until', type: 'timestamptz', nullable: true })
  leaseUntil: Date | null;

  @Column({ name: 'due_at', type: 'timestamptz' })
  dueAt: Date;

  /** Attempts that failed since it was claimed, or since it was promoted. */
  @Column({ type: 'integer' })
  failures: number;

  /** Why it failed, or why the last attempt did. */
  @Column({ type: 'text', nullable: true })
  failure: string | null;

  @Column({ name: 'retiring_public_key', type: 'text', nullable: true })
  retiringPublicKey: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt: Date | null;
}
