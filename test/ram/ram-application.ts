import type { Members } from '../support/api-clients.ts';
import {
  startTestApplication,
  type TestApplication,
  type TestApplicationOptions,
} from '../support/test-application.ts';
import { RamAccount } from './ram-account.ts';

/** The account of a service of the spec's own, into whose clock, database and parts it reaches. */
export class RamApplication extends RamAccount<TestApplication> {
  static async start(options: TestApplicationOptions = {}): Promise<RamApplication> {
    return new RamApplication(await startTestApplication(options));
  }

  query<Row extends object = Members>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.app.database.dataSource.query(sql, values);
  }
}
