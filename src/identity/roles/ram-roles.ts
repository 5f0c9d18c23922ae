import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { randomDigits } from '../../common/identifiers.ts';
import { omitUndefined } from '../../common/omit-undefined.ts';
import { insertNew } from '../../database/insert-new.ts';
import { IdentityErrors } from '../identity.errors.ts';
import { limits } from '../limits.ts';
import { cutPage, type KeyedPage, type PageAfter } from '../../common/page.ts';
import { Attachment } from '../policies/attachment.entity.ts';
import { checkPolicy } from '../policies/read-document.ts';
import { holdQuotas, nameAfter } from '../rows.ts';
import { dropTags, narrowToTags, putTags, type Tag, type TagFilter } from '../tags/tags.ts';
import { findRole, holdOwnRole } from './find-role.ts';
import { RamRole } from './ram-role.entity.ts';

type RoleMembers = Pick<RamRole, 'description' | 'trustPolicy' | 'maxSessionSeconds'>;

export interface RoleDraft extends RoleMembers {
  readonly roleName: string;
  readonly tags: readonly Tag[];
}

/** Roles that callers create. ServiceLinkedRoles handles service-linked ones. */
@Injectable()
export class RamRoles {
  constructor(
    @InjectRepository(RamRole) private readonly roles: Repository<RamRole>,
    private readonly clock: Clock,
  ) {}

  create({ accountId }: Caller, { tags, ...draft }: RoleDraft): Promise<RamRole> {
    checkPolicy(draft.trustPolicy, 'trust', limits.trustPolicyBytes);
    const now = this.clock.now();
    const made = { roleId: `3${randomDigits(17)}`, serviceName: null, createdAt: now, updatedAt: now };
    const role = { ...draft, ...made, accountId };
    return this.roles.manager.transaction(async (tx) => {
      await holdQuotas(tx, accountId);
      if ((await tx.countBy(RamRole, { accountId })) >= limits.roles) throw IdentityErrors.TooManyRoles();
      const [made] = await insertNew(tx, RamRole, role, 'roleId');
      if (!made) throw IdentityErrors.RoleExists();
      await putTags(tx, tagged(role), tags);
      return role;
    });
  }

  get(caller: Caller, roleName: string): Promise<RamRole> {
    return findRole(this.roles.manager, caller, roleName);
  }

  async list({ accountId }: Caller, filters: readonly TagFilter[], page: PageAfter): Promise<KeyedPage<RamRole>> {
    const query = this.roles
      .createQueryBuilder('role')
      .where({ accountId, roleName: nameAfter(page.after) })
      .setParameter('accountId', accountId)
      .orderBy('lower(role.roleName)')
      .limit(page.limit + 1);
    narrowToTags(query, { type: 'role', name: 'role.role_name' }, filters);
    return cutPage(await query.getMany(), page, ({ roleName }) => roleName);
  }

  update(caller: Caller, roleName: string, change: Partial<RoleMembers>): Promise<RamRole> {
    if (change.trustPolicy !== undefined) checkPolicy(change.trustPolicy, 'trust', limits.trustPolicyBytes);
    return this.roles.manager.transaction(async (tx) => {
      const role = await holdOwnRole(tx, caller, roleName);
      return tx.save(Object.assign(role, omitUndefined(change), { updatedAt: this.clock.now() }));
    });
  }

  /** Deletes the role with its sessions. */
  delete(caller: Caller, roleName: string): Promise<void> {
    return this.roles.manager.transaction(async (tx) => {
      const role = await holdOwnRole(tx, caller, roleName);
      const { accountId, roleId } = role;
      if (await tx.existsBy(Attachment, { accountId, principalId: roleId })) throw IdentityErrors.RoleHasPolicy();
      await dropTags(tx, tagged(role));
      await tx.delete(RamRole, { accountId, roleId });
    });
  }
}

function tagged({ accountId, roleName }: Pick<RamRole, 'accountId' | 'roleName'>) {
  return { accountId, resourceType: 'role', resourceName: roleName } as const;
}
