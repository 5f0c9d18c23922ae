import { Injectable } from '@nestjs/common';
import { AuditTrail, type AuditEntry } from '../audit/audit.api.ts';
import type { Caller } from '../common/caller.ts';
import type { ServiceError } from '../common/service-error.ts';
import { Authorization, type Permission, type ResourceFacts } from '../identity/identity.api.ts';
import { inWordsOf, isFault, type ProductWords } from './product-words.api.ts';

export interface Resource {
  /** `*` where the product knows no resources. */
  readonly arn: string;
  /** What is known of it, where it was looked up for the call; else it is looked up when a policy is asked. */
  readonly facts?: ResourceFacts;
}

/** What a call is about. */
export interface Subject {
  /** Each has an audit row of its own. */
  readonly resources: readonly Resource[];
  /** What the caller must be allowed, where that is not the action of the call on each resource. */
  readonly permissions?: readonly Permission[];
}

export interface GuardedCall<T = unknown> extends Subject {
  readonly product: ProductWords;
  readonly action: string;
  /** Where this call is refused in other words than its product's. */
  readonly reword?: (refusal: ServiceError) => ServiceError;
  /** Where the row says something else of the outcome than `OK` or the code of the product's answer. */
  readonly resultOf?: (outcome: PromiseSettledResult<T>) => string;
}

/** What the trail is told of what nobody called for. */
export type Note = AuditEntry;

/** Decides who may do it and writes down what came of it, for calls that come over the wire and for those made in process. */
@Injectable()
export class Guard {
  constructor(
    private readonly authorization: Authorization,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Authorises, works, and records before anybody hears of the outcome.
   * @throws what the product says to a refusal, and what `work` throws
   */
  async run<T>(caller: Caller, call: GuardedCall<T>, work: () => T | Promise<T>): Promise<T> {
    if (call.resources.length === 0)
      throw new Error(`${call.action} is about nothing: nobody would be asked for a permission`);
    const answer = await this.attempt(caller, call, async () => {
      for (const permission of permissionsOf(call)) await this.authorization.authorize(caller, permission);
      return work();
    });
    await this.record(caller, call, call.resultOf?.({ status: 'fulfilled', value: answer }) ?? 'OK');
    return answer;
  }

  /** As `run`, on what `find` finds by the names in the call. `find` authorises nobody and so tells nothing. */
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

  /** What comes before a call can be authorised: only its failure is recorded. @throws as `run` */
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

  /** Records what nobody's permission is asked for, since nobody called: a service acts of its own accord. */
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
  const refusal = inWordsOf(product, error);
  return reword ? reword(refusal) : refusal;
}
