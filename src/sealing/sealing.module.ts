import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Environment } from '../config/environment.ts';
import { DatabaseModule } from '../database/database.module.ts';
import { HotPool } from '../database/hot-pool.ts';
import { MasterKeyExchange } from './master-key-exchange.ts';
import { MasterKeyRotation } from './master-key-rotation.api.ts';
import { ProcessKeyring } from './process-keyring.ts';
import { Resealer } from './resealer.ts';
import { SealingKeyWrap } from './sealing-key-wrap.entity.ts';
import { SealingKeyRow } from './sealing-key.entity.ts';
import { SealingProcess } from './sealing-process.entity.ts';
import { SealingProcesses } from './sealing-processes.ts';
import { PageTokens } from './page-tokens.api.ts';
import { Sealing } from './sealing.api.ts';

@Module({
  imports: [DatabaseModule, TypeOrmModule.forFeature([SealingKeyWrap, SealingKeyRow, SealingProcess])],
  providers: [
    SealingProcesses,
    {
      provide: ProcessKeyring,
      inject: [Environment, HotPool, SealingProcesses],
      useFactory: (environment: Environment, pool: HotPool, processes: SealingProcesses) =>
        new ProcessKeyring(environment, pool, processes).start(),
    },
    { provide: Sealing, useExisting: ProcessKeyring },
    PageTokens,
    Resealer,
    MasterKeyExchange,
    MasterKeyRotation,
  ],
  exports: [Sealing, PageTokens, MasterKeyRotation],
})
export class SealingModule {}
