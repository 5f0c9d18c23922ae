import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { RotationEvents, type RotationEvent } from '../rotation-events.api.ts';
import { RotationEventRow } from './rotation-event.entity.ts';

/** Keeps events in a table and shows each as a line of the log. */
@Injectable()
export class RotationEventRows extends RotationEvents {
  private readonly logger = new Logger('rotation-events');

  constructor(private readonly clock: Clock) {
    super();
  }

  // The line comes before the commit: one too many is better than none of an alarm whose commit was not answered.
  async publish(tx: EntityManager, { content, ...event }: RotationEvent): Promise<void> {
    const eventId = randomUUID();
    const row = { ...event, eventId, at: this.clock.now(), content: { eventId, ...content } };
    await tx.insert(RotationEventRow, row);
    const { level, name, resource } = row;
    const line = { message: name, eventLevel: level, resource, ...row.content };
    if (level === 'CRITICAL') this.logger.error(line);
    else this.logger.log(line);
  }
}
