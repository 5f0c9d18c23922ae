import { Raw, type EntityManager, type FindOperator } from 'typeorm';
import { AccountEntity } from './accounts/account.entity.ts';

/**
 * The lock on a row that is about to change: until the transaction ends, no one else changes it or what depends on it.
 */
export const forChange = { mode: 'pessimistic_write' } as const;

/** Names are case-insensitive. */
export function sameName(name: string): FindOperator<string> {
  return Raw((column) => `lower(${column}) = lower(:sameName)`, { sameName: name });
}

/** Names after this one, in the order of the index; all names when it is undefined. */
export function nameAfter(name: string | undefined): FindOperator<string> {
  return Raw((column) => (name === undefined ? 'true' : `lower(${column}) > lower(:nameAfter)`), { nameAfter: name });
}

/** Prevents others from adding to what the quotas of the account count, until the transaction ends. */
export async function holdQuotas(tx: EntityManager, accountId: string): Promise<void> {
  await tx.findOneOrFail(AccountEntity, { where: { accountId }, lock: { mode: 'for_no_key_update' } });
}
