import type { EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { IdentityErrors } from '../identity.errors.ts';
import { forChange, sameName } from '../rows.ts';
import { RamGroup } from './ram-group.entity.ts';

/** The group of this name in the caller's account. @throws EntityNotExist.Group */
export async function findGroup(manager: EntityManager, { accountId }: Caller, groupName: string): Promise<RamGroup> {
  const group = await manager.findOneBy(RamGroup, { accountId, groupName: sameName(groupName) });
  if (!group) throw IdentityErrors.GroupNotFound();
  return group;
}

/** Like `findGroup`, with the row locked until the transaction ends. @throws EntityNotExist.Group */
export async function holdGroup(tx: EntityManager, { accountId }: Caller, groupName: string): Promise<RamGroup> {
  const group = await tx.findOne(RamGroup, { where: { accountId, groupName: sameName(groupName) }, lock: forChange });
  if (!group) throw IdentityErrors.GroupNotFound();
  return group;
}
