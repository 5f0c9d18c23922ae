import { Module } from '@nestjs/common';
import { Environment } from '../config/environment.ts';
import { DatabaseModule } from '../database/database.module.ts';
import { HotPool } from '../database/hot-pool.ts';
import { checkMasterKey, wasSealed } from './master-key-check.ts';
import { MasterKeySealing } from './master-key-sealing.ts';
import { loadMasterKey } from './master-key-source.ts';
import { Sealing } from './sealing.api.ts';

async function openSealing(environment: Environment, pool: HotPool): Promise<Sealing> {
  const sealing = new MasterKeySealing(await loadMasterKey(environment, async () => !(await wasSealed(pool))));
  await checkMasterKey(pool, sealing);
  return sealing;
}

@Module({
  imports: [DatabaseModule],
  providers: [{ provide: Sealing, inject: [Environment, HotPool], useFactory: openSealing }],
  exports: [Sealing],
})
export class SealingModule {}
