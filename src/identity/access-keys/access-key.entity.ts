import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('access_keys')
export class AccessKeyEntity {
  @PrimaryColumn({ name: 'access_key_id', type: 'text' })
  accessKeyId: string;

  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  /** The RAM user that the key belongs to; null for a key of the account itself. */
  @Column({ name: 'user_id', type: 'text', nullable: true })
  userId: string | null;

  @Column({ name: 'sealed_secret', type: 'bytea' })
  sealedSecret: Buffer;

  @Column({ name: 'active', type: 'boolean' })
  active: boolean;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  /** Accurate to the minute; null when the key was never used. */
  @Column({ name: 'last_used_at', type: 'timestamptz', nullable: true })
  lastUsedAt: Date | null;

  /** The product of that call, as in RAM actions. */
  @Column({ name: 'last_used_service', type: 'text', nullable: true })
  lastUsedService: string | null;
}
