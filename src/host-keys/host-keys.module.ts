import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module.ts';
import { HostKeyHolder } from './host-key-holder.entity.ts';
import { HostKeyPinRow } from './host-key-pin.entity.ts';
import { HostKeyRows } from './host-key-rows.ts';
import { HostKeys } from './host-keys.api.ts';
import { PinnedDialler } from './pinned-dialler.api.ts';

@Module({
  imports: [DatabaseModule, TypeOrmModule.forFeature([HostKeyHolder, HostKeyPinRow])],
  providers: [HostKeyRows, HostKeys, PinnedDialler],
  exports: [HostKeys, PinnedDialler],
})
export class HostKeysModule {}
