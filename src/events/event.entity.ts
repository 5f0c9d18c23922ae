import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DomainEvent } from './event-types.api.ts';

@Entity('events')
export class EventRow {
  @PrimaryColumn({ name: 'event_id', type: 'text' })
  eventId: string;

  @Column({ type: 'timestamptz' })
  at: Date;

  @Column({ type: 'text' })
  kind: DomainEvent['kind'];

  @Column({ type: 'jsonb' })
  fact: DomainEvent;
}
