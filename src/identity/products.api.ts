import { Injectable } from '@nestjs/common';
import { IdentityErrors } from './identity.errors.ts';
import { roleArn } from './arns.ts';
import { ownSystemPolicies } from './policies/own-system-policies.ts';
import type { SystemPolicy } from './system-policy.api.ts';

/** A role under which a service acts. */
export interface ServiceLinkedRole {
  readonly roleName: string;
  readonly serviceName: string;
  readonly description: string;
  /** The policy of this role, which is attached to nothing else. */
  readonly policy: SystemPolicy;
  /** Whether an account has the role from the beginning. Otherwise the product creates it when it is needed. */
  readonly isInEveryAccount?: boolean;
}

/** What a product brings to identity. */
export interface Product {
  readonly systemPolicies: readonly SystemPolicy[];
  readonly serviceRoles: readonly ServiceLinkedRole[];
}

/** The products of this service, as far as identity needs to know them. */
@Injectable()
export class Products {
  private readonly attachable = new Map<string, SystemPolicy>();
  private readonly roles: ServiceLinkedRole[] = [];

  constructor() {
    this.register({ systemPolicies: ownSystemPolicies, serviceRoles: [] });
  }

  /** Must be called while the modules are constructed: accounts are created right after that. */
  register({ systemPolicies, serviceRoles }: Product): void {
    for (const policy of systemPolicies) this.attachable.set(policy.name, policy);
    this.roles.push(...serviceRoles);
  }

  /** All system policies, sorted by name. */
  get systemPolicies(): SystemPolicy[] {
    const all = [...this.attachable.values(), ...this.roles.map(({ policy }) => policy)];
    return all.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** A system policy that may be attached: not that of a service-linked role. @throws EntityNotExist.Policy */
  attachablePolicy(name: string): SystemPolicy {
    const policy = this.attachable.get(name);
    if (!policy) throw IdentityErrors.PolicyNotFound();
    return policy;
  }

  /** @throws EntityNotExist.Policy */
  systemPolicy(name: string): SystemPolicy {
    const policy = this.findSystemPolicy(name);
    if (!policy) throw IdentityErrors.PolicyNotFound();
    return policy;
  }

  findSystemPolicy(name: string): SystemPolicy | undefined {
    return this.attachable.get(name) ?? this.roles.find(({ policy }) => policy.name === name)?.policy;
  }

  get rolesInEveryAccount(): ServiceLinkedRole[] {
    return this.roles.filter(({ isInEveryAccount }) => isInEveryAccount);
  }

  /** The policy document of the service-linked role with this ARN. */
  policyOfRole(arn: string): string {
    const role = this.roles.find(({ roleName }) => arn === roleArn(arn.split(':', 4)[3] ?? '', roleName));
    if (!role) throw new Error(`${arn} is not the ARN of a service-linked role`);
    return role.policy.document;
  }
}
