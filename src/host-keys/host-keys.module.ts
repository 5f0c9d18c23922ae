import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module.ts';
import { HostKeyHolder } from './host-key-holder.entity.ts';
import { HostKeyPinRow } from './host-key-pin.entity.ts';
import { HostKeys } from './host-keys.api.ts';
import { PinnedDialler } from './pinned-dialler.api.ts';
import { PinnedHostKeys } from './pinned-host-keys.ts';

@Module({
  imports: [DatabaseModule, TypeOrmModule.forFeature([HostKeyHolder, HostKeyPinRow])],
  providers: [{ provide: HostKeys, useClass: PinnedHostKeys }, PinnedDialler],
  exports: [HostKeys, PinnedDialler],
})
export class HostKeysModule {}
