import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RotationPhase } from './rotation-run.ts';

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

  /** Counts how often a process has taken it. Only the last one may write. */
  @Column({ type: 'integer' })
  fence: number;

  @Column({ name: 'lease_until', type: 'timestamptz', nullable: true })
  leaseUntil: Date | null;

  @Column({ name: 'due_at', type: 'timestamptz' })
  dueAt: Date;

  /** Attempts that have failed since it was claimed or promoted. */
  @Column({ type: 'integer' })
  failures: number;

  /** Why the rotation, or the last attempt, failed. */
  @Column({ type: 'text', nullable: true })
  failure: string | null;

  /** The former key (a line of authorized_keys, or the id of an AccessKey) until it is retired. */
  @Column({ name: 'remainder', type: 'text', nullable: true })
  formerKey: string | null;

  /** What the host had before and what the rotation has written there; kept until the rotation is over. */
  @Column({ name: 'sealed_undo_note', type: 'bytea', nullable: true })
  sealedUndoNote: Buffer | null;

  /** Begun by the secret's schedule, not by a call. */
  @Column({ name: 'is_scheduled', type: 'boolean' })
  isScheduled: boolean;

  /** The ECS instance whose credential it changes. */
  @Column({ name: 'instance_id', type: 'text', nullable: true })
  instanceId: string | null;

  /**
   * The same instance while a process works on the rotation. A unique index gives each rotation the instance to itself.
   */
  @Column({ name: 'busy_instance', type: 'text', nullable: true })
  busyInstance: string | null;

  /** When a caller last made it retry immediately. */
  @Column({ name: 'nudged_at', type: 'timestamptz', nullable: true })
  retryRequestedAt: Date | null;

  /** Number of values made so far; the host's own rules may have refused some. */
  @Column({ type: 'integer' })
  candidates: number;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt: Date | null;
}
