import { IsNull, Not, type EntityManager } from 'typeorm';
import { AccessKeyEntity } from '../access-keys/access-key.entity.ts';
import { AccountEntity } from './account.entity.ts';

export function findAccount(manager: EntityManager, accountId: string): Promise<AccountEntity | null> {
  return manager.findOneBy(AccountEntity, { accountId });
}

/** Until the transaction ends, no other process gives the account its first root AccessKey. */
export async function lockAccount(tx: EntityManager, accountId: string): Promise<void> {
  await tx.findOneOrFail(AccountEntity, { where: { accountId }, lock: { mode: 'pessimistic_write' } });
}

export function hasRootKey(manager: EntityManager, accountId: string): Promise<boolean> {
  return manager.existsBy(AccessKeyEntity, { accountId, userId: IsNull() });
}

/** Adds a root AccessKey, or replaces the one with its id. */
export async function putRootKey(
  tx: EntityManager,
  row: Pick<AccessKeyEntity, 'accessKeyId' | 'accountId' | 'sealedSecret' | 'active' | 'createdAt'>,
): Promise<void> {
  await tx.upsert(AccessKeyEntity, row, ['accessKeyId']);
}

export async function disableOtherRootKeys(tx: EntityManager, accountId: string, accessKeyId: string): Promise<void> {
  const others = { accountId, userId: IsNull(), accessKeyId: Not(accessKeyId) };
  await tx.update(AccessKeyEntity, others, { active: false });
}
