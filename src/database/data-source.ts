import { DataSource, type DataSourceOptions } from 'typeorm';
import { migrations } from '../../migrations/index.ts';
import type { EmbeddedPostgres } from './embedded-postgres.ts';
import { reportOutages } from './outage-reports.ts';
import { WriteOutcomes } from './write-outcomes.ts';

type PostgresDataSourceOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

/** What a data source is made of: TypeORM's options and, when we run the server ourselves, that server. */
export type DatabaseOptions = PostgresDataSourceOptions & { readonly server?: EmbeddedPostgres };

/** A statement that is not answered within this time is given up. `query_timeout` in the URL overrides it. */
const statementTimeoutMs = 15_000;

/**
 * Connections that stay open while nothing is asked, the one that listens among them: a new one has to plan what a
 * login asks, for tens of milliseconds.
 */
const warmConnections = 5;

/** Options for the database at a `postgresql://` URL. A percent-encoded host is the folder of a Unix socket. */
export function databaseOptions(url: string): PostgresDataSourceOptions {
  return {
    type: 'postgres',
    migrations: [...migrations],
    installExtensions: false,
    logging: false,
    extra: {
      connectionString: url,
      application_name: 'sallyport',
      max: 10,
      min: warmConnections,
      connectionTimeoutMillis: 10_000,
      query_timeout: statementTimeoutMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: 60_000,
    },
  };
}

/** A data source that stops its embedded server after closing its own connections. */
export class Database extends DataSource {
  readonly writes = new WriteOutcomes();
  private readonly server?: EmbeddedPostgres;

  constructor(options: DatabaseOptions) {
    super(options);
    this.server = options.server;
    reportOutages(this, this.writes);
  }

  override async destroy(): Promise<void> {
    await super.destroy();
    await this.server?.stop();
  }
}
