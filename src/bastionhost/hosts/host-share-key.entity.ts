import { Column, Entity } from 'typeorm';
import { BastionRow } from '../instances/bastion-row.ts';

/** A private key that logs on to all host accounts that it is attached to. */
@Entity('bastion_host_share_keys')
export class HostShareKey extends BastionRow {
  @Column({ name: 'key_name', type: 'text' })
  keyName: string;

  /** MD5 of the public key, in hexadecimal with colons. */
  @Column({ name: 'private_key_fingerprint', type: 'text' })
  privateKeyFingerprint: string;

  @Column({ name: 'sealed_private_key', type: 'bytea', select: false })
  sealedPrivateKey: Buffer;

  @Column({ name: 'sealed_passphrase', type: 'bytea', nullable: true, select: false })
  sealedPassphrase: Buffer | null;

  /** When the key was last replaced; its creation at first. */
  @Column({ name: 'key_changed_at', type: 'timestamptz' })
  keyChangedAt: Date;
}
