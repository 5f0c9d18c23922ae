import type { EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { IdentityErrors } from '../identity.errors.ts';
import { forChange, sameName } from '../rows.ts';
import { RamUser } from './ram-user.entity.ts';

/** The user of this name in the caller's account. @throws EntityNotExist.User */
export async function findUser(manager: EntityManager, { accountId }: Caller, userName: string): Promise<RamUser> {
  const user = await manager.findOneBy(RamUser, { accountId, userName: sameName(userName) });
  if (!user) throw IdentityErrors.UserNotFound();
  return user;
}

/** Like `findUser`, with the row locked until the transaction ends. @throws EntityNotExist.User */
export async function holdUser(tx: EntityManager, { accountId }: Caller, userName: string): Promise<RamUser> {
  const user = await tx.findOne(RamUser, { where: { accountId, userName: sameName(userName) }, lock: forChange });
  if (!user) throw IdentityErrors.UserNotFound();
  return user;
}
