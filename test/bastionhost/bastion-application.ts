import type { BastionListener } from '../../src/bastionhost/bastionhost.api.ts';
import {
  startTestApplication,
  type TestApplication,
  type TestApplicationOptions,
} from '../support/test-application.ts';
import { BastionAccount, instanceOf, region } from './bastion-account.ts';

export interface AuditRow {
  readonly product: string;
  readonly action: string;
  readonly caller: string;
  readonly onBehalfOf: string | null;
  readonly resource: string;
  readonly result: string;
}

/** The account of a service that the spec has to itself, including its clock, its database and its parts. */
export class BastionApplication extends BastionAccount<TestApplication> {
  static async start(options?: TestApplicationOptions): Promise<BastionApplication> {
    const app = await startTestApplication(options);
    return new BastionApplication(app, await instanceOf(app));
  }

  /** The listener that the account's engineers connect to. */
  get listener(): BastionListener {
    return { accountId: this.app.accountId, region, instanceId: this.instanceId, sshPort: null };
  }

  stop(): Promise<void> {
    return this.app.stop();
  }

  /** The audit rows of a request, including its inner calls. */
  audit(requestId: string): Promise<AuditRow[]> {
    return this.app.database.dataSource.query<AuditRow[]>(
      `select product, action, caller_arn as caller, on_behalf_of as "onBehalfOf", resource, result
       from audit_events where request_id = $1 order by sequence`,
      [requestId],
    );
  }
}
