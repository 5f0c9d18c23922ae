import type { BastionListener, Logon } from '../../src/bastionhost/bastionhost.api.ts';
import { UserAuthentication } from '../../src/bastionhost/user-authentication.api.ts';
import { Redacted } from '../../src/common/redacted.ts';
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

  /** The login of a user by their password, or by a key (SSH wire form); undefined where it is refused. */
  async logOn(userName: string, proof: string | Buffer): Promise<Logon | undefined> {
    const authentication = this.app.get(UserAuthentication);
    const claimed = await authentication.claim(this.listener, [userName]);
    const first =
      typeof proof === 'string'
        ? await authentication.byPassword(claimed, new Redacted(proof))
        : await authentication.byPublicKey(claimed, proof);
    return first && authentication.conclude(first, false);
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
