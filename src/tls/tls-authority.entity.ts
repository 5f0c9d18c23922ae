import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The authority that certifies the processes over one database. */
@Entity('tls_authorities')
export class TlsAuthority {
  /** `server`: the only one so far. */
  @PrimaryColumn({ type: 'text' })
  purpose: string;

  /** PEM. */
  @Column({ type: 'text' })
  certificate: string;

  @Column({ name: 'sealed_private_key', type: 'bytea' })
  sealedPrivateKey: Buffer;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
