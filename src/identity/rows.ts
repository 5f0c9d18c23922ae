import { Raw, type EntityManager, type FindOperator } from 'typeorm';
import { AccountEntity } from './accounts/account.entity.ts';

/** A row that is about to be changed: nobody else changes it, or what hangs on it, until the transaction ends. */
export const forChange = { mode: 'pessimistic_write' } as const;

/** Names are the same in either case. */
export function sameName(name: string): FindOperator<string> {
  return Raw((column) => `lower(${column}) = lower(:sameName)`, { sameName: name });
}

/** Names after this one, in the order of the index. */
export function nameAfter(name: string | undefined): FindOperator<string> {
  return Raw((column) => (name === undefined ? 'true' : `lower(${column}) > lower(:nameAfter)`), { nameAfter: name });
}

/** Keeps others from adding to what the account's quotas count until the transaction ends. */
export async function holdQuotas(tx: EntityManager, accountId: string): Promise<void> {
  await tx.findOneOrFail(AccountEntity, { where: { accountId }, lock: { mode: 'for_no_key_update' } });
}
