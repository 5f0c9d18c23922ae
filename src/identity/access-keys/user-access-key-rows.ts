import { IsNull, Not, type EntityManager } from 'typeorm';
import { AccessKeyEntity } from './access-key.entity.ts';

/** A user who has AccessKeys. */
type Owner = Pick<AccessKeyEntity, 'accountId'> & { readonly userId: string };
type OwnedKey = Owner & Pick<AccessKeyEntity, 'accessKeyId'>;

export async function insertKey(
  tx: EntityManager,
  row: OwnedKey & Pick<AccessKeyEntity, 'sealedSecret' | 'active' | 'createdAt'>,
): Promise<void> {
  await tx.insert(AccessKeyEntity, row);
}

export function countKeys(tx: EntityManager, owner: Owner): Promise<number> {
  return tx.countBy(AccessKeyEntity, owner);
}

/** Oldest first. */
export function listKeys(manager: EntityManager, owner: Owner): Promise<AccessKeyEntity[]> {
  return manager.find(AccessKeyEntity, { where: owner, order: { createdAt: 'ASC', accessKeyId: 'ASC' } });
}

export function findKey(manager: EntityManager, key: OwnedKey): Promise<AccessKeyEntity | null> {
  return manager.findOneBy(AccessKeyEntity, key);
}

/** Returns false when the user has no such key. */
export async function updateKey(manager: EntityManager, key: OwnedKey, active: boolean): Promise<boolean> {
  const { affected } = await manager.update(AccessKeyEntity, key, { active });
  return affected === 1;
}

/** In place of a user's id. The account's own AccessKeys belong to no user. */
export const anyUser = Not(IsNull());

/** Returns false when the user has no such key. */
export async function deleteKey(
  manager: EntityManager,
  key: Omit<OwnedKey, 'userId'> & { readonly userId: string | typeof anyUser },
): Promise<boolean> {
  const { affected } = await manager.delete(AccessKeyEntity, key);
  return affected === 1;
}
