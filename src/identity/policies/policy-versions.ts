import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Not, Repository, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { IdentityErrors } from '../identity.errors.ts';
import { limits } from '../limits.ts';
import { holdPolicy, type PolicyReference } from './find-policy.ts';
import { RamPolicyVersion } from './ram-policy-version.entity.ts';
import { RamPolicy } from './ram-policy.entity.ts';
import { checkPolicy } from './read-document.ts';
import { Products } from '../products.api.ts';
import type { SystemPolicy } from '../system-policy.api.ts';

export interface ListedVersion {
  readonly versionId: string;
  readonly document: string;
  readonly isDefault: boolean;
  readonly createdAt: Date;
}

export interface VersionDraft {
  readonly document: string;
  readonly setAsDefault: boolean;
  /** Whether the oldest version that is not the default is deleted when there are as many as allowed. */
  readonly deleteOldest: boolean;
}

// One statement: between two, the default could change and its predecessor be deleted.
const versionsStatement = `
  select v.version_id as "versionId", v.document, v.created_at as "createdAt",
    v.version_id = p.default_version_id as "isDefault"
  from ram_policies p
  join ram_policy_versions v on v.account_id = p.account_id and v.policy_name = p.policy_name
  where p.account_id = $1 and p.policy_name = $2`;

/** The versions of policies: up to five of a custom policy, and the currently published one of a system policy. */
@Injectable()
export class PolicyVersions {
  constructor(
    @InjectRepository(RamPolicyVersion) private readonly versions: Repository<RamPolicyVersion>,
    private readonly products: Products,
    private readonly clock: Clock,
  ) {}

  create(caller: Caller, policyName: string, draft: VersionDraft): Promise<ListedVersion> {
    checkPolicy(draft.document, 'identity', limits.policyBytes);
    return this.versions.manager.transaction(async (tx) => {
      const policy = await holdPolicy(tx, caller, policyName);
      await makeRoom(tx, policy, draft.deleteOldest);
      const versionId = `v${policy.nextVersion}`;
      const version = { versionId, document: draft.document, createdAt: this.clock.now() };
      await tx.insert(RamPolicyVersion, { accountId: policy.accountId, policyName: policy.policyName, ...version });
      policy.nextVersion += 1;
      policy.updatedAt = version.createdAt;
      if (draft.setAsDefault) policy.defaultVersionId = versionId;
      await tx.save(policy);
      return { ...version, isDefault: draft.setAsDefault };
    });
  }

  async list(caller: Caller, { type, name }: PolicyReference): Promise<ListedVersion[]> {
    if (type === 'System') return [showSystem(this.products.systemPolicy(name))];
    const versions = await this.versions.query<ListedVersion[]>(versionsStatement, [caller.accountId, name]);
    // A policy without a version does not exist: the default one cannot be deleted.
    if (versions.length === 0) throw IdentityErrors.PolicyNotFound();
    return versions.sort((a, b) => numberOf(b) - numberOf(a));
  }

  /** The version with this id, or the default one. */
  async get(caller: Caller, policy: PolicyReference, versionId?: string): Promise<ListedVersion> {
    const versions = await this.list(caller, policy);
    const wanted = versions.find((version) =>
      versionId === undefined ? version.isDefault : version.versionId === versionId,
    );
    if (!wanted) throw IdentityErrors.PolicyVersionNotFound();
    return wanted;
  }

  delete(caller: Caller, policyName: string, versionId: string): Promise<void> {
    return this.versions.manager.transaction(async (tx) => {
      const { accountId, defaultVersionId } = await holdPolicy(tx, caller, policyName);
      if (versionId === defaultVersionId) throw IdentityErrors.VersionIsDefault();
      const { affected } = await tx.delete(RamPolicyVersion, { accountId, policyName, versionId });
      if (!affected) throw IdentityErrors.PolicyVersionNotFound();
    });
  }

  setDefault(caller: Caller, policyName: string, versionId: string): Promise<void> {
    return this.versions.manager.transaction(async (tx) => {
      const policy = await holdPolicy(tx, caller, policyName);
      const { accountId } = policy;
      const exists = await tx.existsBy(RamPolicyVersion, { accountId, policyName, versionId });
      if (!exists) throw IdentityErrors.PolicyVersionNotFound();
      await tx.save(Object.assign(policy, { defaultVersionId: versionId, updatedAt: this.clock.now() }));
    });
  }
}

async function makeRoom(tx: EntityManager, policy: RamPolicy, deleteOldest: boolean): Promise<void> {
  const { accountId, policyName, defaultVersionId } = policy;
  if ((await tx.countBy(RamPolicyVersion, { accountId, policyName })) < limits.versionsOfPolicy) return;
  if (!deleteOldest) throw IdentityErrors.TooManyVersions();
  const others = await tx.findBy(RamPolicyVersion, { accountId, policyName, versionId: Not(defaultVersionId) });
  const [oldest] = others.sort((a, b) => numberOf(a) - numberOf(b));
  if (oldest) await tx.delete(RamPolicyVersion, { accountId, policyName, versionId: oldest.versionId });
}

function numberOf({ versionId }: { versionId: string }): number {
  return Number(versionId.slice(1));
}

function showSystem({ version: versionId, document, updatedAt }: SystemPolicy): ListedVersion {
  return { versionId, document, createdAt: new Date(updatedAt), isDefault: true };
}
