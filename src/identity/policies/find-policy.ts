import type { EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { IdentityErrors } from '../identity.errors.ts';
import { forChange } from '../rows.ts';
import type { PolicyType } from './attachment.entity.ts';
import { RamPolicy } from './ram-policy.entity.ts';

/** A policy by its name. System and custom policies may have the same name. */
export interface PolicyReference {
  readonly type: PolicyType;
  readonly name: string;
}

/** The custom policy of this name in the caller's account. @throws EntityNotExist.Policy */
export async function findPolicy(
  manager: EntityManager,
  { accountId }: Caller,
  policyName: string,
): Promise<RamPolicy> {
  const policy = await manager.findOneBy(RamPolicy, { accountId, policyName });
  if (!policy) throw IdentityErrors.PolicyNotFound();
  return policy;
}

/** Like `findPolicy`, with the row locked until the transaction ends. @throws EntityNotExist.Policy */
export async function holdPolicy(tx: EntityManager, { accountId }: Caller, policyName: string): Promise<RamPolicy> {
  const policy = await tx.findOne(RamPolicy, { where: { accountId, policyName }, lock: forChange });
  if (!policy) throw IdentityErrors.PolicyNotFound();
  return policy;
}
