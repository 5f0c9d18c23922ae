import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { ServiceError } from '../../common/service-error.ts';
import { KmsErrors } from '../kms.errors.ts';
import { GuardedCalls } from '../guarded-calls.service.ts';

const { ResourceNotFound, KeyNotFound, AliasNotFound } = KmsErrors.table;
const missing = new Set<string>([ResourceNotFound.code, KeyNotFound.code, AliasNotFound.code]);

/** Authorises and audits calls that name several resources: each by itself, before anything is done. */
@Injectable()
export class TagCalls {
  constructor(private readonly guarded: GuardedCalls) {}

  /** Throws Forbidden.NoPermission; InvalidResourceId.NotFound where one is missing, or another account's. */
  run<T>(caller: Caller, action: string, arns: readonly string[], work: () => Promise<T>): Promise<T> {
    const guard = (inner: () => Promise<T>, resource: string) => () =>
      this.guarded.record(caller, action, resource, () =>
        this.worded(async () => {
          await this.guarded.require(caller, { action: `kms:${action}`, resource });
          return inner();
        }),
      );
    return arns.reduceRight(guard, work)();
  }

  private async worded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const isMissing = error instanceof ServiceError && missing.has(error.code);
      throw isMissing ? KmsErrors.TaggedResourceNotFound({ cause: error }) : error;
    }
  }
}
