import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('sts_sessions')
export class RoleSession {
  @PrimaryColumn({ name: 'access_key_id', type: 'text' })
  accessKeyId: string;

  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  @Column({ name: 'role_id', type: 'text' })
  roleId: string;

  @Column({ name: 'session_name', type: 'text' })
  sessionName: string;

  @Column({ name: 'sealed_secret', type: 'bytea' })
  sealedSecret: Buffer;

  /** SHA-256 of the security token. */
  @Column({ name: 'token_hash', type: 'bytea' })
  tokenHash: Buffer;

  @Column({ name: 'session_policy', type: 'text', nullable: true })
  sessionPolicy: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;
}
