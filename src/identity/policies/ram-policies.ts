import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { insertNew } from '../../database/insert-new.ts';
import { IdentityErrors } from '../identity.errors.ts';
import { limits } from '../limits.ts';
import { holdQuotas } from '../rows.ts';
import { dropTags, putTags, type Tag } from '../tags/tags.ts';
import { Attachment, type PrincipalKind } from './attachment.entity.ts';
import { holdPolicy } from './find-policy.ts';
import { RamPolicyVersion } from './ram-policy-version.entity.ts';
import { RamPolicy } from './ram-policy.entity.ts';
import { checkPolicy } from './read-document.ts';

export interface PolicyDraft {
  readonly policyName: string;
  readonly description: string;
  readonly document: string;
  readonly tags: readonly Tag[];
}

/** Changes to custom policies. */
@Injectable()
export class RamPolicies {
  constructor(
    @InjectRepository(RamPolicy) private readonly policies: Repository<RamPolicy>,
    private readonly clock: Clock,
  ) {}

  create({ accountId }: Caller, { policyName, description, document, tags }: PolicyDraft): Promise<RamPolicy> {
    checkPolicy(document, 'identity', limits.policyBytes);
    const now = this.clock.now();
    const first = { defaultVersionId: 'v1', nextVersion: 2, createdAt: now, updatedAt: now };
    const policy = { accountId, policyName, description, ...first };
    return this.policies.manager.transaction(async (tx) => {
      await holdQuotas(tx, accountId);
      if ((await tx.countBy(RamPolicy, { accountId })) >= limits.customPolicies) throw IdentityErrors.TooManyPolicies();
      const [made] = await insertNew(tx, RamPolicy, policy, 'policyName');
      if (!made) throw IdentityErrors.PolicyExists();
      await tx.insert(RamPolicyVersion, { accountId, policyName, versionId: 'v1', document, createdAt: now });
      await putTags(tx, tagged(policy), tags);
      return policy;
    });
  }

  describe(caller: Caller, policyName: string, description: string): Promise<RamPolicy> {
    return this.policies.manager.transaction(async (tx) => {
      const policy = await holdPolicy(tx, caller, policyName);
      return tx.save(Object.assign(policy, { description, updatedAt: this.clock.now() }));
    });
  }

  /** With `cascading`, deletes the policy with all its versions. Otherwise there must be only one. */
  delete(caller: Caller, policyName: string, cascading: boolean): Promise<void> {
    return this.policies.manager.transaction(async (tx) => {
      const policy = await holdPolicy(tx, caller, policyName);
      const { accountId } = policy;
      await refuseAttached(tx, policy);
      const versions = await tx.countBy(RamPolicyVersion, { accountId, policyName });
      if (versions > 1 && !cascading) throw IdentityErrors.PolicyHasVersions();
      await dropTags(tx, tagged(policy));
      await tx.delete(RamPolicy, { accountId, policyName });
    });
  }
}

function tagged({ accountId, policyName }: Pick<RamPolicy, 'accountId' | 'policyName'>) {
  return { accountId, resourceType: 'policy', resourceName: policyName } as const;
}

const conflicts = {
  User: IdentityErrors.PolicyOfUser,
  Group: IdentityErrors.PolicyOfGroup,
  Role: IdentityErrors.PolicyOfRole,
} satisfies Record<PrincipalKind, unknown>;

async function refuseAttached(tx: EntityManager, { accountId, policyName }: RamPolicy): Promise<void> {
  const attachment = await tx.findOneBy(Attachment, { accountId, policyType: 'Custom', policyName });
  if (attachment) throw conflicts[attachment.principalKind]();
}
