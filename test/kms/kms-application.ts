import type { Caller } from '../../src/common/caller.ts';
import { newRequestId } from '../../src/common/identifiers.ts';
import type { Members } from '../support/api-clients.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { KmsAccount, region } from './kms-account.ts';

/** The account of a service that the spec has to itself, including its clock, its database and its parts. */
export class KmsApplication extends KmsAccount<TestApplication> {
  static async start(): Promise<KmsApplication> {
    return new KmsApplication(await startTestApplication());
  }

  /** The root account, for calls inside the process. */
  get root(): Caller {
    const { accountId } = this;
    const identity = { kind: 'Account', arn: `acs:ram::${accountId}:root` } as const;
    return { accountId, region, identity, sourceAddress: 'internal', requestId: newRequestId() };
  }

  query<Row extends object = Members>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.app.database.dataSource.query(sql, values);
  }

  /** The audit rows of an action, oldest first. */
  audited(action: string): Promise<Members[]> {
    return this.query('select * from audit_events where action = $1 order by sequence', [action]);
  }
}
