import type { Caller } from '../common/caller.ts';

/** A bastion instance, as a bill lists it. */
export interface ListedInstance {
  readonly instanceId: string;
  readonly accountId: string;
  readonly region: string;
  readonly startedAt: Date;
}

/** The bastion instances, for other products. */
export abstract class InstanceDirectory {
  /** Earliest first. */
  abstract ofAccount(caller: Caller): Promise<ListedInstance[]>;
}
