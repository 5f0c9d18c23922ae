import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One of the broker's own host keys, shared by all processes on one database. */
@Entity('broker_host_keys')
export class HostKey {
  /** `ed25519`, `ecdsa-p256` or `rsa-3072`. */
  @PrimaryColumn({ type: 'text' })
  kind: string;

  @Column({ name: 'sealed_private_key', type: 'bytea' })
  sealedPrivateKey: Buffer;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
