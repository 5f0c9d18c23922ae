import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/audit.api.ts';
import type { Caller } from '../common/caller.ts';
import { ServiceError } from '../common/service-error.ts';
import { AccessDenied, Authorization, type Permission } from '../identity/identity.api.ts';
import { KmsErrors } from './kms.errors.ts';
import { noPermission } from './no-permission.ts';

/** Authorises and audits calls that reach the core from inside the process too, as the gateway does with all others. */
@Injectable()
export class GuardedCalls {
  constructor(
    private readonly authorization: Authorization,
    private readonly audit: AuditTrail,
  ) {}

  /** Authorises, works, records. Throws Forbidden.NoPermission, and what `work` throws. */
  run<T>(caller: Caller, action: string, resource: string, work: () => Promise<T>): Promise<T> {
    return this.record(caller, action, resource, async () => {
      await this.require(caller, { action: `kms:${action}`, resource });
      return work();
    });
  }

  /** Nothing is answered before its audit row is durable. `work` authorises itself, once it has read what that needs. */
  async record<T>(caller: Caller, action: string, resource: string, work: () => Promise<T>): Promise<T> {
    const record = (result: string) => this.audit.record({ caller, product: 'kms', action, resource, result });
    let answer: T;
    try {
      answer = await work();
    } catch (error) {
      await record(error instanceof ServiceError ? error.code : KmsErrors.table.InternalFailure.code);
      throw error;
    }
    await record('OK');
    return answer;
  }

  /** Throws Forbidden.NoPermission; Forbidden.ResourceNotFound or Forbidden.KeyNotFound for what is another account's. */
  async require(caller: Caller, permission: Permission): Promise<void> {
    try {
      await this.authorization.authorize(caller, permission);
    } catch (error) {
      throw error instanceof AccessDenied ? noPermission(error) : error;
    }
  }
}
