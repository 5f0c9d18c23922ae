import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { randomDigits } from '../../common/identifiers.ts';
import { insertNew } from '../../database/insert-new.ts';
import { roleResource } from '../arns.ts';
import { Authorization, ServiceLinkedRoles, type DependencyCheck } from '../identity.api.ts';
import { IdentityErrors } from '../identity.errors.ts';
import { Attachment } from '../policies/attachment.entity.ts';
import { NewAccounts } from '../new-accounts.api.ts';
import { Products, type ServiceLinkedRole } from '../products.api.ts';
import { sameName } from '../rows.ts';
import { dropTags } from '../tags/tags.ts';
import { holdRole } from './find-role.ts';
import { RamRole } from './ram-role.entity.ts';

/** Roles under which services act. They can be deleted once nothing depends on them any more. */
@Injectable()
export class ServiceLinkedRolesService extends ServiceLinkedRoles {
  private readonly checks = new Map<string, DependencyCheck>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly authorization: Authorization,
    private readonly products: Products,
    private readonly clock: Clock,
    newAccounts: NewAccounts,
  ) {
    super();
    newAccounts.onCreate((tx, accountId) => this.makeInitial(tx, accountId));
  }

  usedBy(serviceName: string, check: DependencyCheck): void {
    this.checks.set(serviceName, check);
  }

  async ensure(caller: Caller, tx: EntityManager, role: ServiceLinkedRole): Promise<void> {
    const { accountId } = caller;
    const where = { accountId, roleName: sameName(role.roleName) };
    // The lock keeps the role from being deleted before what needs it is committed.
    if (await tx.findOne(RamRole, { where, lock: { mode: 'pessimistic_read' } })) return;
    await this.authorization.authorize(caller, {
      action: 'ram:CreateServiceLinkedRole',
      resource: roleResource(caller),
      context: { 'ram:ServiceName': role.serviceName },
    });
    await this.make(tx, accountId, role);
  }

  /** Creates the roles that a new account has from the beginning; those that exist stay. */
  async makeInitial(tx: EntityManager, accountId: string): Promise<void> {
    for (const role of this.products.rolesInEveryAccount) await this.make(tx, accountId, role);
  }

  /** Creates the role without checking a permission. Does nothing when the role exists. */
  private async make(
    tx: EntityManager,
    accountId: string,
    { roleName, serviceName, ...role }: ServiceLinkedRole,
  ): Promise<void> {
    const now = this.clock.now();
    const roleId = `3${randomDigits(17)}`;
    const moments = { createdAt: now, updatedAt: now };
    const trust = { trustPolicy: trustPolicyFor(serviceName), maxSessionSeconds: 3600 };
    const row = { accountId, roleId, roleName, serviceName, description: role.description, ...trust, ...moments };
    const [made] = await insertNew(tx, RamRole, row, 'roleId');
    if (!made) return;
    const principal = { accountId, principalKind: 'Role', principalId: roleId } as const;
    const policy = { policyType: 'System', policyName: role.policy.name } as const;
    await tx.insert(Attachment, { ...principal, ...policy, attachedAt: now });
  }

  /** Whether the role is service-linked, so that only `delete` below may delete it. */
  async owns({ accountId }: Caller, roleName: string): Promise<boolean> {
    const role = await this.dataSource.manager.findOneBy(RamRole, { accountId, roleName: sameName(roleName) });
    return typeof role?.serviceName === 'string';
  }

  /**
   * Deletes the role if the check of its service says that nothing depends on it.
   * @throws EntityNotExist.Role, DeleteConflict.Role.ServiceLinked
   */
  delete(caller: Caller, roleName: string): Promise<void> {
    return this.dataSource.transaction(async (tx) => {
      const role = await holdRole(tx, caller, roleName);
      const { accountId, roleId, serviceName } = role;
      const isUsed = this.checks.get(serviceName ?? '');
      if (!isUsed || (await isUsed(caller, tx))) throw IdentityErrors.ServiceLinkedRoleInUse();
      await dropTags(tx, { accountId, resourceType: 'role', resourceName: role.roleName });
      await tx.delete(Attachment, { accountId, principalId: roleId });
      await tx.delete(RamRole, { accountId, roleId });
    });
  }
}

function trustPolicyFor(service: string): string {
  const statement = { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: [service] } };
  return JSON.stringify({ Statement: [statement], Version: '1' });
}
