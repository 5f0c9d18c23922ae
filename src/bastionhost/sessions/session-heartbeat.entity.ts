import { Column, Entity, PrimaryColumn } from 'typeorm';

/** When a process last said that it keeps the sessions of its journal. */
@Entity('bastion_session_journals')
export class SessionHeartbeat {
  @PrimaryColumn({ name: 'journal_id', type: 'text' })
  journalId: string;

  @Column({ name: 'alive_at', type: 'timestamptz' })
  aliveAt: Date;
}
