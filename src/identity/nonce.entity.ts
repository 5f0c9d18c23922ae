import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('nonces')
export class Nonce {
  @PrimaryColumn({ name: 'access_key_id', type: 'text' })
  accessKeyId: string;

  @PrimaryColumn({ type: 'text' })
  nonce: string;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;
}
