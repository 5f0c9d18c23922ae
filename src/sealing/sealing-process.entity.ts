import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('sealing_processes')
export class SealingProcess {
  @PrimaryColumn({ name: 'process_id', type: 'text' })
  processId: string;

  /** Names the process to people. */
  @Column({ type: 'text' })
  label: string;

  @Column({ name: 'alive_at', type: 'timestamptz' })
  aliveAt: Date;

  /** The ids of the sealing keys that it has. */
  @Column({ type: 'bytea', array: true })
  opens: Buffer[];

  /** Null while it has none. */
  @Column({ name: 'seals_under', type: 'bytea', nullable: true })
  sealsUnder: Buffer | null;
}
