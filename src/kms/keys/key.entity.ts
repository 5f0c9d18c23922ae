import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a key may be used for depends on its state. */
export type KeyState = 'Enabled' | 'Disabled';

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

  @Column({ type: 'text' })
  state: KeyState;

  @Column({ type: 'text' })
  spec: 'Aliyun_AES_256';

  @Column({ type: 'text' })
  usage: 'ENCRYPT/DECRYPT';

  @Column({ type: 'text' })
  origin: 'Aliyun_KMS';

  @Column({ name: 'protection_level', type: 'text' })
  protectionLevel: 'SOFTWARE';

  @Column({ type: 'text' })
  description: string;

  @Column({ name: 'creator_type', type: 'text' })
  creatorType: 'User' | 'Service';

  /** The account or role that made it, or the service that it belongs to. */
  @Column({ type: 'text' })
  creator: string;

  @Column({ type: 'jsonb' })
  tags: KeyTag[];

  /** Who may do what with it, beside the policies of identities; null: nobody by that. */
  @Column({ type: 'text', nullable: true })
  policy: string | null;

  /** The version that new values are encrypted under. */
  @Column({ name: 'primary_version_id', type: 'text' })
  primaryVersionId: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
