import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.ts';
import { HostKeys } from './host-keys.api.ts';
import { PinnedDialler } from './pinned-dialler.api.ts';
import { PinnedHostKeys } from './pinned-host-keys.ts';

@Module({
  imports: [DatabaseModule],
  providers: [{ provide: HostKeys, useClass: PinnedHostKeys }, PinnedDialler],
  exports: [HostKeys, PinnedDialler],
})
export class HostKeysModule {}
