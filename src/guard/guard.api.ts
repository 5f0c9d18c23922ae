import { Injectable } from '@nestjs/common';
import { AuditTrail, type AuditEntry } from '../audit/audit.api.ts';
import type { Caller } from '../common/caller.ts';
import type { ServiceError } from '../common/service-error.ts';
import { Authorization, type Permission, type ResourceFacts } from '../identity/identity.api.ts';
import { toProductError, isFault, type ProductWords } from './product-words.api.ts';

export interface Resource {
  /** `*` where the product has no resources. */
  readonly arn: string;
  /** What is known about the resource, where the call has read it already. Otherwise authorisation loads it. */
  readonly facts?: ResourceFacts;
}

/** What a call acts on. */
export interface Subject {
  /** Each gets an audit row of its own. */
  readonly resources: readonly Resource[];
  /** The permissions required, where they differ from the action of the call on each resource. */
  readonly permissions?: readonly Permission[];
}

export interface GuardedCall<T = unknown> extends Subject {
  readonly product: ProductWords;
  readonly action: string;
  /** Rewords a refusal, where this call does not use the wording of its product. */
  readonly reword?: (refusal: ServiceError) => ServiceError;
  /** The result in the audit row, where it is neither `OK` nor the code of the product's answer. */
  readonly resultOf?: (outcome: PromiseSettledResult<T>) => string;
}

/** An audit entry for an action that no caller requested. */
export type Note = AuditEntry;

/** Authorises calls and records their outcome, whether they come over the wire or are made in process. */
@Injectable()
export class Guard {
  constructor(
    private readonly authorization: Authorization,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Authorises the call, does the work, and records the outcome before the caller learns it.
   * @throws the product's error for a refusal, and what `work` throws
   */
  async run<T>(caller: Caller, call: GuardedCall<T>, work: () => T | Promise<T>): Promise<T> {
    if (call.resources.length === 0)
      throw new Error(`${call.action} names no resource, so no permission would be checked`);
    const answer = await this.attempt(caller, call, async () => {
      for (const permission of permissionsOf(call)) await this.authorization.authorize(caller, permission);
      return work();
    });
    await this.record(caller, call, call.resultOf?.({ status: 'fulfilled', value: answer }) ?? 'OK');
    return answer;
  }

  /** Like `run`, on what `find` finds by the names in the call. `find` runs unauthorised, so it must reveal nothing. */
  async runOn<T, Found extends Subject>(
    caller: Caller,
    call: GuardedCall<T>,
    find: () => Promise<Found>,
    work: (found: Found) => T | Promise<T>,
  ): Promise<T> {
    const found = await this.attempt(caller, call, find);
    const { resources, permissions = call.permissions } = found;
    return this.run(caller, { ...call, resources, permissions }, () => work(found));
  }

  /** Does a step that comes before authorisation: only its failure is recorded. @throws as `run` */
  async attempt<T>(caller: Caller, call: GuardedCall<never>, work: () => T | Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const refusal = refusalOf(call, error);
      const reason = isFault(error) ? error : refusal;
      await this.record(caller, call, call.resultOf?.({ status: 'rejected', reason }) ?? refusal.code);
      throw reason;
    }
  }

  /** Records an action that a service takes by itself. No one called, so no permission is checked. */
  note(entry: Note): Promise<void> {
    return this.audit.record(entry);
  }

  private async record(
    caller: Caller,
    { product, action, resources }: GuardedCall<never>,
    result: string,
  ): Promise<void> {
    await Promise.all(
      resources.map(({ arn }) => this.audit.record({ caller, product: product.name, action, resource: arn, result })),
    );
  }
}

function permissionsOf({ product, action, resources, permissions }: GuardedCall<never>): readonly Permission[] {
  return (
    permissions ?? resources.map(({ arn, facts }) => ({ action: `${product.name}:${action}`, resource: arn, facts }))
  );
}

function refusalOf({ product, reword }: GuardedCall<never>, error: unknown): ServiceError {
  const refusal = toProductError(product, error);
  return reword ? reword(refusal) : refusal;
}
