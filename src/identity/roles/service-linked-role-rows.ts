import type { EntityManager } from 'typeorm';
import { insertNew } from '../../database/insert-new.ts';
import { Attachment } from '../policies/attachment.entity.ts';
import { sameName } from '../rows.ts';
import { dropTags } from '../tags/tags.ts';
import { RamRole } from './ram-role.entity.ts';

/** Locks the role against deletion until the transaction ends. Returns false when there is none of that name. */
export async function keepRole(tx: EntityManager, accountId: string, roleName: string): Promise<boolean> {
  const where = { accountId, roleName: sameName(roleName) };
  const role = await tx.findOne(RamRole, { where, lock: { mode: 'pessimistic_read' } });
  return role !== null;
}

/** Whether the role of this name is service-linked. */
export async function isServiceLinked(manager: EntityManager, accountId: string, roleName: string): Promise<boolean> {
  const role = await manager.findOneBy(RamRole, { accountId, roleName: sameName(roleName) });
  return typeof role?.serviceName === 'string';
}

/** Adds the role with its system policy attached. Does nothing when the role exists. */
export async function insertRole(tx: EntityManager, role: RamRole, policyName: string): Promise<void> {
  const [made] = await insertNew(tx, RamRole, role, 'roleId');
  if (!made) return;
  const { accountId, roleId, createdAt } = role;
  const principal = { accountId, principalKind: 'Role', principalId: roleId } as const;
  await tx.insert(Attachment, { ...principal, policyType: 'System', policyName, attachedAt: createdAt });
}

/** Deletes the role with its tags and attachments. */
export async function deleteRole(tx: EntityManager, { accountId, roleId, roleName }: RamRole): Promise<void> {
  await dropTags(tx, { accountId, resourceType: 'role', resourceName: roleName });
  await tx.delete(Attachment, { accountId, principalId: roleId });
  await tx.delete(RamRole, { accountId, roleId });
}
