import type { EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { IdentityErrors } from '../identity.errors.ts';
import { forChange, sameName } from '../rows.ts';
import { RamRole } from './ram-role.entity.ts';

/** The role of this name in the caller's account. @throws EntityNotExist.Role */
export async function findRole(manager: EntityManager, { accountId }: Caller, roleName: string): Promise<RamRole> {
  const role = await manager.findOneBy(RamRole, { accountId, roleName: sameName(roleName) });
  if (!role) throw IdentityErrors.RoleNotFound({ RoleName: roleName });
  return role;
}

/** Like `findRole`, with the row locked until the transaction ends. @throws EntityNotExist.Role */
export async function holdRole(tx: EntityManager, { accountId }: Caller, roleName: string): Promise<RamRole> {
  const role = await tx.findOne(RamRole, { where: { accountId, roleName: sameName(roleName) }, lock: forChange });
  if (!role) throw IdentityErrors.RoleNotFound({ RoleName: roleName });
  return role;
}

/**
 * Like `holdRole`, for a change that is refused for service-linked roles.
 * @throws EntityNotExist.Role, OperationDenied.ServiceLinkedRole
 */
export async function holdOwnRole(tx: EntityManager, caller: Caller, roleName: string): Promise<RamRole> {
  const role = await holdRole(tx, caller, roleName);
  if (role.serviceName !== null) throw IdentityErrors.ServiceLinkedRole();
  return role;
}
