import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.ts';
import { HostKeys } from './host-keys.api.ts';
import { PinnedHostKeys } from './pinned-host-keys.ts';

@Module({
  imports: [DatabaseModule],
  providers: [{ provide: HostKeys, useClass: PinnedHostKeys }],
  exports: [HostKeys],
})
export class HostKeysModule {}
