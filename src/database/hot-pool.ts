import { Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { Database } from './data-source.ts';
import { DatabaseUnavailable, isUnavailable } from './database-unavailable.ts';
import type { WriteOutcomes } from './write-outcomes.ts';

/** A statement that the server parses and plans once per connection; `name` always stands for exactly this text. */
export interface NamedStatement {
  /** Product and purpose, for example `kms.secret-value`; at most 63 bytes. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  /** Waits this long for the answer, instead of the default limit. */
  readonly timeoutMs?: number;
}

/** Runs hot statements on TypeORM's own connections, bypassing TypeORM. Nothing is retried. */
@Injectable()
export class HotPool {
  private readonly pool: Pool;
  private readonly writes: WriteOutcomes;

  constructor(dataSource: DataSource) {
    this.writes = (dataSource as Database).writes;
    this.pool = (dataSource.driver as unknown as { master: Pool }).master;
  }

  /** @throws DatabaseUnavailable when the database does not answer, else the driver's error */
  async query<Row extends object>({ name, text, values, timeoutMs }: NamedStatement): Promise<Row[]> {
    const statement = { name, text, values: [...values], query_timeout: timeoutMs };
    try {
      const { rows } = await this.pool.query<Row>(statement);
      this.writes.succeeded(text);
      return rows;
    } catch (error) {
      this.writes.failed(error);
      throw isUnavailable(error) ? new DatabaseUnavailable(error) : error;
    }
  }
}
