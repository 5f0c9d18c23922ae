import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SealingPlace } from '../sealing/sealing.api.ts';

/** The authority that issues certificates to the processes on one database. */
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

/** Where the key of an authority is sealed. */
export function authorityPlace(purpose: string): SealingPlace {
  return ['tls-authority', purpose];
}
