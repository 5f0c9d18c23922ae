import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The code that was last mailed to a user. */
@Entity('bastion_mail_codes')
export class MailCode {
  @PrimaryColumn({ name: 'user_id', type: 'bigint' })
  userId: string;

  /** As of a password; null once the code was used. */
  @Column({ name: 'code_hash', type: 'text', nullable: true })
  codeHash: string | null;

  @Column({ name: 'tries_left', type: 'integer' })
  triesLeft: number;

  @Column({ name: 'sent_at', type: 'timestamptz' })
  sentAt: Date;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;
}
