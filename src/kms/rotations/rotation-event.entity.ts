import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RotationEvent } from '../rotation-events.api.ts';

@Entity('kms_rotation_events')
export class RotationEventRow {
  @PrimaryColumn({ name: 'event_id', type: 'text' })
  eventId: string;

  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  @Column({ type: 'text' })
  region: string;

  @Column({ type: 'timestamptz' })
  at: Date;

  @Column({ type: 'text' })
  level: RotationEvent['level'];

  @Column({ type: 'text' })
  name: RotationEvent['name'];

  /** The ARN of the secret. */
  @Column({ type: 'text' })
  resource: string;

  @Column({ type: 'jsonb' })
  content: RotationEvent['content'] & { readonly eventId: string };
}
