import { Column, Entity } from 'typeorm';
import { BastionRow } from '../instances/bastion-row.ts';

/** What an engineer logs on with instead of a password: one user, one host account, for a limited time. */
@Entity('bastion_operation_tokens')
export class OperationToken extends BastionRow {
  @Column({ name: 'user_id', type: 'bigint' })
  userId: string;

  @Column({ name: 'host_account_id', type: 'bigint' })
  hostAccountId: string;

  /** SHA-256 of the token, which is random and so needs no slow hash. */
  @Column({ name: 'token_hash', type: 'bytea' })
  tokenHash: Buffer;

  /** The engineer's remark on what they are about to do; empty without one. */
  @Column({ type: 'text' })
  note: string;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;

  @Column({ name: 'max_renewals', type: 'integer' })
  maxRenewals: number;

  @Column({ type: 'integer' })
  renewals: number;

  /** How often the token has been used. */
  @Column({ type: 'integer' })
  logons: number;

  /** How often it may be used; null: without limit until it expires. */
  @Column({ name: 'max_logons', type: 'integer', nullable: true })
  maxLogons: number | null;
}
