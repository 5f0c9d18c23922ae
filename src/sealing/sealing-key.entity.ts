import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * `incoming`: every process has to have the key before any seals under it. `former`: nothing new is sealed under it.
 */
export type SealingKeyState = 'incoming' | 'current' | 'former';

@Entity('sealing_keys')
export class SealingKeyRow {
  @PrimaryColumn({ name: 'key_id', type: 'bytea' })
  id: Buffer;

  @Column({ type: 'text' })
  state: SealingKeyState;

  /** The id of the master key that it was made for. */
  @Column({ name: 'made_for', type: 'bytea' })
  madeFor: Buffer;
}
