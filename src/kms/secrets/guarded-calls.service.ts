import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/audit.api.ts';
import type { Caller } from '../../common/caller.ts';
import { ServiceError } from '../../common/service-error.ts';
import { AccessDenied, Authorization } from '../../identity/identity.api.ts';
import { KmsErrors } from '../kms.errors.ts';

/** Authorises and audits calls that reach the core from inside the process too, as the gateway does with all others. */
@Injectable()
export class GuardedCalls {
  constructor(
    private readonly authorization: Authorization,
    private readonly audit: AuditTrail,
  ) {}

  /** Nothing is answered before its audit row is durable. Throws Forbidden.NoPermission, and what `work` throws. */
  async run<T>(caller: Caller, action: string, resource: string, work: () => Promise<T>): Promise<T> {
    const record = (result: string) => this.audit.record({ caller, product: 'kms', action, resource, result });
    let answer: T;
    try {
      await this.authorize(caller, `kms:${action}`, resource);
      answer = await work();
    } catch (error) {
      await record(error instanceof ServiceError ? error.code : KmsErrors.table.InternalFailure.code);
      throw error;
    }
    await record('OK');
    return answer;
  }

  private async authorize(caller: Caller, action: string, resource: string): Promise<void> {
    try {
      await this.authorization.authorize(caller, { action, resource });
    } catch (error) {
      throw error instanceof AccessDenied ? KmsErrors.NoPermission({ Resource: resource }, { cause: error }) : error;
    }
  }
}
