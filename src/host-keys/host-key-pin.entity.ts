import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('host_key_pins')
export class HostKeyPinRow {
  @PrimaryColumn({ name: 'account_id', type: 'text' })
  accountId: string;

  /** 1 for the built-in domain. */
  @PrimaryColumn({ name: 'network_domain_id', type: 'bigint' })
  networkDomainId: string;

  /** In lower case: host names are case-insensitive. */
  @PrimaryColumn({ type: 'text' })
  address: string;

  @PrimaryColumn({ type: 'integer' })
  port: number;

  @Column({ name: 'key_type', type: 'text' })
  keyType: string;

  /** SSH wire form. */
  @Column({ name: 'public_key', type: 'bytea' })
  publicKey: Buffer;

  @Column({ name: 'pinned_at', type: 'timestamptz' })
  pinnedAt: Date;
}
