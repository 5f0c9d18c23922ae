import type { BastionInstance } from './bastion-instance.entity.ts';
import type { Edition } from './edition.ts';

/**
 * The bastion instance that a call is about. The action resolves it once, for the caller's account only; services take it as proof that
 * the caller may ask about what belongs to it.
 */
export interface Bastion extends Readonly<BastionInstance> {
  readonly edition: Edition;
}

/** Names an instance; of a Bastion, and of every row that belongs to one. */
export type BastionKey = Pick<Bastion, 'accountId' | 'instanceId'>;

/** The condition that keeps a query within one instance. */
export function within({ accountId, instanceId }: BastionKey): BastionKey {
  return { accountId, instanceId };
}

/** What a new row of the instance begins with. */
export function rowOf({ accountId, region, instanceId }: BastionKey & Pick<Bastion, 'region'>) {
  return { accountId, region, instanceId };
}
