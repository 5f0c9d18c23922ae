import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module.ts';
import { EventRow } from './event.entity.ts';
import { Events } from './events.api.ts';
import { Outbox } from './outbox.ts';

@Module({
  imports: [DatabaseModule, TypeOrmModule.forFeature([EventRow])],
  providers: [Outbox, Events],
  exports: [Events],
})
export class EventsModule {}
