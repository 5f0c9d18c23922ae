import type { Members } from '../support/api-clients.ts';
import {
  startTestApplication,
  type TestApplication,
  type TestApplicationOptions,
} from '../support/test-application.ts';
import { RamAccount } from './ram-account.ts';

/** The account of a service that the spec has to itself, including its clock, its database and its parts. */
export class RamApplication extends RamAccount<TestApplication> {
  static async start(options: TestApplicationOptions = {}): Promise<RamApplication> {
    return new RamApplication(await startTestApplication(options));
  }

  query<Row extends object = Members>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.app.database.dataSource.query(sql, values);
  }
}
