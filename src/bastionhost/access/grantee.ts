import type { EntityManager } from 'typeorm';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import { UserGroup } from '../groups/user-group.entity.ts';
import { within, type BastionKey } from '../instances/bastion.ts';
import { User } from '../users/user.entity.ts';

/** Whom a direct grant is made to. */
export interface Grantee {
  readonly kind: 'User' | 'UserGroup';
  readonly id: string;
}

const kinds = {
  User: { entity: User, column: 'userId', notFound: BastionhostErrors.UserNotFound },
  UserGroup: { entity: UserGroup, column: 'userGroupId', notFound: BastionhostErrors.UserGroupNotFound },
} as const;

/** The grantee's column in the rows of its grants. */
export function granteeColumn({ kind, id }: Grantee): { userId?: string; userGroupId?: string } {
  return { [kinds[kind].column]: id };
}

/** Locks the grantee against deletion until the transaction ends. Returns false when it does not exist. */
export async function holdGrantee(tx: EntityManager, bastion: BastionKey, { kind, id }: Grantee): Promise<boolean> {
  const where = { ...within(bastion), id };
  const lock = { mode: 'for_key_share' } as const;
  return (await tx.findOne(kinds[kind].entity, { select: { id: true }, where, lock })) !== null;
}

/** @throws UserNotFound, UserGroupNotFound */
export async function requireGrantee(tx: EntityManager, bastion: BastionKey, { kind, id }: Grantee): Promise<void> {
  if (!(await tx.existsBy(kinds[kind].entity, { ...within(bastion), id }))) throw kinds[kind].notFound();
}
