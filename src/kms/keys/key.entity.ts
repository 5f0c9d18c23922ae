import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { KeySpec, KeyUsage } from './key-spec.ts';

export type KeyState = 'Enabled' | 'Disabled' | 'PendingDeletion' | 'PendingImport';

/** Where the material comes from: made here or imported. */
export type KeyOrigin = 'Aliyun_KMS' | 'EXTERNAL';

export interface KeyTag {
  readonly key: string;
  readonly value: string;
}

@Entity('kms_keys')
export class Key {
  @PrimaryColumn({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ type: 'text' })
  region: string;

  @PrimaryColumn({ name: 'key_id', type: 'text' })
  keyId: string;

  /** As stored; the effective state also depends on the time (see key-state). */
  @Column({ type: 'text' })
  state: KeyState;

  @Column({ type: 'text' })
  spec: KeySpec;

  @Column({ type: 'text' })
  usage: KeyUsage;

  @Column({ type: 'text' })
  origin: KeyOrigin;

  @Column({ name: 'protection_level', type: 'text' })
  protectionLevel: 'SOFTWARE';

  /** The KMS instance that the key was made for, if any. */
  @Column({ name: 'instance_id', type: 'text', nullable: true })
  instanceId: string | null;

  @Column({ type: 'text' })
  description: string;

  @Column({ name: 'creator_type', type: 'text' })
  creatorType: 'User' | 'Service';

  /** The account, user or role that made the key, or the service that the key belongs to. */
  @Column({ type: 'text' })
  creator: string;

  @Column({ type: 'jsonb' })
  tags: KeyTag[];

  /** The key's own policy, which applies alongside the policies of identities. Null grants nothing. */
  @Column({ type: 'text', nullable: true })
  policy: string | null;

  /** The version that new values are encrypted under. */
  @Column({ name: 'primary_version_id', type: 'text' })
  primaryVersionId: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  /** Set in the state PendingDeletion; from that moment on the key no longer exists. */
  @Column({ name: 'deletion_at', type: 'timestamptz', nullable: true })
  deletionAt: Date | null;

  @Column({ name: 'deletion_protected', type: 'boolean' })
  deletionProtected: boolean;

  @Column({ name: 'deletion_protection_description', type: 'text' })
  deletionProtectionDescription: string;

  /** Null: no automatic rotation. */
  @Column({ name: 'rotation_seconds', type: 'integer', nullable: true })
  rotationSeconds: number | null;

  @Column({ name: 'next_rotation_at', type: 'timestamptz', nullable: true })
  nextRotationAt: Date | null;

  /** When the newest version was made. */
  @Column({ name: 'last_rotated_at', type: 'timestamptz' })
  lastRotatedAt: Date;

  @Column({ name: 'material_expires_at', type: 'timestamptz', nullable: true })
  materialExpiresAt: Date | null;

  /** Tells whether material is the same as what was imported before; null before the first import. */
  @Column({ name: 'sealed_fingerprint', type: 'bytea', nullable: true })
  sealedFingerprint: Buffer | null;
}
