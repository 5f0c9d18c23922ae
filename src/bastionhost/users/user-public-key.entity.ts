import { Column, Entity } from 'typeorm';
import { BastionRow } from '../instances/bastion-row.ts';

/** An SSH public key that a user may log on with. */
@Entity('bastion_user_public_keys')
export class UserPublicKey extends BastionRow {
  @Column({ name: 'user_id', type: 'bigint' })
  userId: string;

  @Column({ name: 'key_name', type: 'text' })
  keyName: string;

  @Column({ type: 'text' })
  comment: string;

  /** SSH wire form. */
  @Column({ name: 'public_key', type: 'bytea' })
  publicKey: Buffer;

  /** MD5 in hexadecimal with colons. */
  @Column({ type: 'text' })
  fingerprint: string;
}
