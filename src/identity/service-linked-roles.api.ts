import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../common/caller.ts';
import { Clock } from '../common/clock.ts';
import { randomDigits } from '../common/identifiers.ts';
import { roleResource } from './arns.ts';
import { Authorization } from './identity.api.ts';
import { IdentityErrors } from './identity.errors.ts';
import { NewAccounts } from './new-accounts.api.ts';
import { Products, type ServiceLinkedRole } from './products.api.ts';
import { holdRole } from './roles/find-role.ts';
import { deleteRole, insertRole, isServiceLinked, keepRole } from './roles/service-linked-role-rows.ts';

/** Whether anything in the caller's account still depends on the role of a service. */
export type DependencyCheck = (caller: Caller, tx: EntityManager) => Promise<boolean>;

/** The roles under which services act. They can be deleted once nothing depends on them any more. */
@Injectable()
export class ServiceLinkedRoles {
  private readonly checks = new Map<string, DependencyCheck>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly authorization: Authorization,
    private readonly products: Products,
    private readonly clock: Clock,
    newAccounts: NewAccounts,
  ) {
    newAccounts.onCreate((tx, accountId) => this.makeInitial(tx, accountId));
  }

  /** Registers the check whether the role of a service is still needed. A role without a check is never deleted. */
  usedBy(serviceName: string, check: DependencyCheck): void {
    this.checks.set(serviceName, check);
  }

  /**
   * Creates the role with its policy attached, unless the caller's account has it already. To create it, the caller
   * must be allowed `ram:CreateServiceLinkedRole` for the role's service.
   * @throws AccessDenied
   */
  async ensure(caller: Caller, tx: EntityManager, role: ServiceLinkedRole): Promise<void> {
    const { accountId } = caller;
    // The lock keeps the role from being deleted before what needs it is committed.
    if (await keepRole(tx, accountId, role.roleName)) return;
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

  /** Whether the role is service-linked, so that only `delete` below may delete it. */
  owns({ accountId }: Caller, roleName: string): Promise<boolean> {
    return isServiceLinked(this.dataSource.manager, accountId, roleName);
  }

  /**
   * Deletes the role if the check of its service says that nothing depends on it.
   * @throws EntityNotExist.Role, DeleteConflict.Role.ServiceLinked
   */
  delete(caller: Caller, roleName: string): Promise<void> {
    return this.dataSource.transaction(async (tx) => {
      const role = await holdRole(tx, caller, roleName);
      const isUsed = this.checks.get(role.serviceName ?? '');
      if (!isUsed || (await isUsed(caller, tx))) throw IdentityErrors.ServiceLinkedRoleInUse();
      await deleteRole(tx, role);
    });
  }

  /** Creates the role without checking a permission. Does nothing when the role exists. */
  private make(
    tx: EntityManager,
    accountId: string,
    { roleName, serviceName, description, policy }: ServiceLinkedRole,
  ): Promise<void> {
    const now = this.clock.now();
    const identity = { accountId, roleId: `3${randomDigits(17)}`, roleName, serviceName, description };
    const trust = { trustPolicy: trustPolicyFor(serviceName), maxSessionSeconds: 3600 };
    return insertRole(tx, { ...identity, ...trust, createdAt: now, updatedAt: now }, policy.name);
  }
}

function trustPolicyFor(service: string): string {
  const statement = { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: [service] } };
  return JSON.stringify({ Statement: [statement], Version: '1' });
}
