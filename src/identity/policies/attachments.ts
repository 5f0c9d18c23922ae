import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { insertNew } from '../../database/insert-new.ts';
import { findGroup, holdGroup } from '../groups/find-group.ts';
import { IdentityErrors } from '../identity.errors.ts';
import { limits } from '../limits.ts';
import { findRole, holdOwnRole } from '../roles/find-role.ts';
import { findUser, holdUser } from '../users/find-user.ts';
import { Attachment, type PrincipalKind } from './attachment.entity.ts';
import { holdPolicy, type PolicyReference } from './find-policy.ts';
import { Products } from '../products.api.ts';

/** The principal that a policy is attached to. */
export interface PrincipalReference {
  readonly kind: PrincipalKind;
  readonly name: string;
}

export interface PolicyOfPrincipal extends PolicyReference {
  readonly attachedAt: Date;
  readonly description: string;
  readonly defaultVersionId: string;
}

const errors = {
  User: [IdentityErrors.AlreadyAttachedToUser, IdentityErrors.NotAttachedToUser, IdentityErrors.TooManyPoliciesOfUser],
  Group: [
    IdentityErrors.AlreadyAttachedToGroup,
    IdentityErrors.NotAttachedToGroup,
    IdentityErrors.TooManyPoliciesOfGroup,
  ],
  Role: [IdentityErrors.AlreadyAttachedToRole, IdentityErrors.NotAttachedToRole, IdentityErrors.TooManyPoliciesOfRole],
} as const;

/** Which policies are attached to which principals. */
@Injectable()
export class Attachments {
  constructor(
    @InjectRepository(Attachment) private readonly attachments: Repository<Attachment>,
    private readonly products: Products,
    private readonly clock: Clock,
  ) {}

  attach(caller: Caller, principal: PrincipalReference, policy: PolicyReference): Promise<void> {
    const [already, , tooMany] = errors[principal.kind];
    return this.attachments.manager.transaction(async (tx) => {
      const place = await this.holdPlace(tx, caller, principal, policy);
      await this.holdAttachable(tx, caller, policy);
      const row = { ...place, policyName: policy.name, attachedAt: this.clock.now() };
      const [made] = await insertNew(tx, Attachment, row, 'policyName');
      if (!made) throw already();
      const count = await tx.countBy(Attachment, place);
      if (count > limits.policiesOfPrincipal[policy.type]) throw tooMany();
    });
  }

  detach(caller: Caller, principal: PrincipalReference, policy: PolicyReference): Promise<void> {
    const [, notAttached] = errors[principal.kind];
    return this.attachments.manager.transaction(async (tx) => {
      const place = await this.holdPlace(tx, caller, principal, policy);
      const { affected } = await tx.delete(Attachment, { ...place, policyName: policy.name });
      if (!affected) throw notAttached();
    });
  }

  /** The policies attached directly to a user, group or role, in the order of attachment. */
  async policiesOf(caller: Caller, principal: PrincipalReference): Promise<PolicyOfPrincipal[]> {
    const principalId = await findPrincipal(this.attachments.manager, caller, principal);
    const rows: PolicyOfPrincipal[] = await this.attachments.query(
      `select a.policy_type as type, a.policy_name as name, a.attached_at as "attachedAt",
         p.description, p.default_version_id as "defaultVersionId"
       from ram_attachments a
       left join ram_policies p on a.policy_type = 'Custom' and p.account_id = a.account_id and p.policy_name = a.policy_name
       where a.account_id = $1 and a.principal_id = $2
       order by a.attached_at, a.policy_type, a.policy_name`,
      [caller.accountId, principalId],
    );
    return rows.map((row) => (row.type === 'System' ? { ...row, ...this.describeSystem(row.name) } : row));
  }

  private async holdPlace(tx: EntityManager, caller: Caller, principal: PrincipalReference, policy: PolicyReference) {
    const principalId = await holdPrincipal(tx, caller, principal);
    const { accountId } = caller;
    return { accountId, principalKind: principal.kind, principalId, policyType: policy.type };
  }

  /**
   * Locks a custom policy, so that it is not deleted meanwhile. Policies of service-linked roles cannot be attached.
   * @throws EntityNotExist.Policy
   */
  private async holdAttachable(tx: EntityManager, caller: Caller, { type, name }: PolicyReference): Promise<void> {
    if (type === 'Custom') await holdPolicy(tx, caller, name);
    else this.products.attachablePolicy(name);
  }

  private describeSystem(name: string): Pick<PolicyOfPrincipal, 'description' | 'defaultVersionId'> {
    const { description, version } = this.products.systemPolicy(name);
    return { description, defaultVersionId: version };
  }
}

async function holdPrincipal(tx: EntityManager, caller: Caller, { kind, name }: PrincipalReference): Promise<string> {
  if (kind === 'User') return (await holdUser(tx, caller, name)).userId;
  if (kind === 'Group') return (await holdGroup(tx, caller, name)).groupId;
  return (await holdOwnRole(tx, caller, name)).roleId;
}

async function findPrincipal(
  manager: EntityManager,
  caller: Caller,
  { kind, name }: PrincipalReference,
): Promise<string> {
  if (kind === 'User') return (await findUser(manager, caller, name)).userId;
  if (kind === 'Group') return (await findGroup(manager, caller, name)).groupId;
  return (await findRole(manager, caller, name)).roleId;
}
