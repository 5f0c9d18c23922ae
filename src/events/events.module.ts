import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.ts';
import { Events } from './events.api.ts';
import { Outbox } from './outbox.ts';

@Module({
  imports: [DatabaseModule],
  providers: [Outbox, Events],
  exports: [Events],
})
export class EventsModule {}
