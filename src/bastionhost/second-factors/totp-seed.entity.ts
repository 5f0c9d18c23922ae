import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SealingPlace } from '../../sealing/sealing.api.ts';

/** The seed that a user's authenticator app has. */
@Entity('bastion_totp_seeds')
export class TotpSeed {
  @PrimaryColumn({ name: 'user_id', type: 'bigint' })
  userId: string;

  @Column({ name: 'sealed_seed', type: 'bytea' })
  sealedSeed: Buffer;

  /** The time step of the last code that was accepted: only codes of later ones are. */
  @Column({ name: 'last_step', type: 'integer' })
  lastStep: number;

  @Column({ name: 'enrolled_at', type: 'timestamptz' })
  enrolledAt: Date;
}

/** The sealing place of a seed. */
export function totpSeedPlace(userId: string): SealingPlace {
  return ['bastion-totp-seed', userId];
}
