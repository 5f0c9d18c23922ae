import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { ConfigModule } from '../../src/config/config.module.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { sealedColumns } from '../../src/sealed-columns.ts';
import { Sealing } from '../../src/sealing/sealing.api.ts';
import { SealingModule } from '../../src/sealing/sealing.module.ts';
import type { Settings } from '../support/service-process.ts';

class RootModule {}

/** Opens every sealed value of a database with the master key of these settings. */
export async function openEverything(settings: Settings): Promise<Map<string, string>> {
  const root = { module: RootModule, imports: [ConfigModule.of(readEnvironment(settings)), SealingModule] };
  const context = await NestFactory.createApplicationContext(root, { logger: false, abortOnError: false });
  const opened = new Map<string, string>();
  for (const { table, column, rowKey, placeOf } of sealedColumns) {
    const rows = await context.get(DataSource).query(`select * from ${table} where ${column} is not null`);
    for (const row of rows) {
      const name = [table, column, ...rowKey.map((each) => row[each])].join('/');
      opened.set(name, context.get<Sealing>(Sealing).open(row[column], placeOf(row)).reveal().toString('base64'));
    }
  }
  await context.close();
  return opened;
}
