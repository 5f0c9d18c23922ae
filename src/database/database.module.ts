import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Clock } from '../common/clock.ts';
import { Environment } from '../config/environment.ts';
import { DatabaseClock } from './database-clock.ts';
import { databaseOptions, type DatabaseOptions } from './data-source.ts';
import { isUnavailable } from './database-unavailable.ts';
import { EmbeddedPostgres } from './embedded-postgres.ts';
import { Notifications } from './notifications.ts';
import { HotPool } from './hot-pool.ts';
import { openDatabase } from './open-database.ts';

/**
 * The database that the settings name, or else our own, which is started here and stopped after its last connection.
 */
async function chooseDatabase(environment: Environment): Promise<DatabaseOptions> {
  if (environment.databaseUrl) return databaseOptions(environment.databaseUrl.reveal());
  const server = await EmbeddedPostgres.start({ dataDir: environment.dataDir, durable: !environment.disposable });
  return { ...databaseOptions(server.url), server };
}

function startClock(pool: HotPool): Promise<Clock> {
  const read = async () => {
    const text = 'select extract(epoch from clock_timestamp())::float8 * 1000 as now';
    const [row] = await pool.query<{ now: number }>({ name: 'database.clock', text, values: [] });
    return row?.now ?? NaN;
  };
  return new DatabaseClock({ read, elapsed: () => performance.now() }).start();
}

/**
 * The database, migrated and ready. Its connections close at the application's shutdown, after
 * `beforeApplicationShutdown`.
 */
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Environment],
      useFactory: async (environment: Environment) => ({
        ...(await chooseDatabase(environment)),
        autoLoadEntities: true,
        retryAttempts: 30,
        retryDelay: 1_000,
        toRetry: isUnavailable,
      }),
      dataSourceFactory: (options) => openDatabase(options as DatabaseOptions),
    }),
  ],
  providers: [HotPool, Notifications, { provide: Clock, inject: [HotPool], useFactory: startClock }],
  exports: [HotPool, Notifications, Clock],
})
export class DatabaseModule {}
