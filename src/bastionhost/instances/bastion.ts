import type { BastionInstance } from './bastion-instance.entity.ts';

/**
 * The bastion instance that a call acts on. The action resolves it once, within the caller's account only. Services
 * take it as proof that the caller may ask for what belongs to it.
 */
export type Bastion = Readonly<BastionInstance>;

/** The key of an instance. A Bastion has it, and so does every row that belongs to one. */
export type BastionKey = Pick<Bastion, 'accountId' | 'instanceId'>;

/** The condition that restricts a query to one instance. */
export function within({ accountId, instanceId }: BastionKey): BastionKey {
  return { accountId, instanceId };
}

/** The instance's columns in a new row. */
export function rowOf({ accountId, region, instanceId }: BastionKey & Pick<Bastion, 'region'>) {
  return { accountId, region, instanceId };
}
