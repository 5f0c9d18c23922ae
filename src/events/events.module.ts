import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.ts';
import { Events } from './events.api.ts';
import { Outbox } from './outbox.ts';
import { OutboxEvents } from './outbox-events.ts';

@Module({
  imports: [DatabaseModule],
  providers: [Outbox, { provide: Events, useClass: OutboxEvents }],
  exports: [Events],
})
export class EventsModule {}
