import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { KmsErrors } from '../kms.errors.ts';
import { policyName, requireResourcePolicy } from '../resource-policy.ts';
import { SecretChanges } from './secret-changes.ts';
import { SecretDirectory } from './secret-directory.ts';

/** The resource policies of secrets. */
@Injectable()
export class SecretPolicies {
  constructor(
    private readonly directory: SecretDirectory,
    private readonly changes: SecretChanges,
  ) {}

  /** @throws Forbidden.ResourceNotFound, also when the secret has no policy */
  async get(caller: Caller, secretName: string, name: string): Promise<string> {
    const { policy } = await this.directory.findShared(caller, secretName);
    if (name !== policyName || policy === null) throw KmsErrors.PolicyNotFound();
    return policy;
  }

  /** @throws Forbidden.ResourceNotFound, InvalidParameter when the text is not a policy */
  async set(caller: Caller, secretName: string, name: string, policy: string): Promise<void> {
    if (name !== policyName) throw KmsErrors.PolicyNotFound();
    requireResourcePolicy(policy);
    await this.changes.change(caller, secretName, () => ({ policy }));
  }
}
