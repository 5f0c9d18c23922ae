import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Fact } from './event-types.api.ts';

@Entity('events')
export class EventRow {
  @PrimaryColumn({ name: 'event_id', type: 'text' })
  eventId: string;

  @Column({ type: 'timestamptz' })
  at: Date;

  @Column({ type: 'text' })
  kind: Fact['kind'];

  @Column({ type: 'jsonb' })
  fact: Fact;
}
