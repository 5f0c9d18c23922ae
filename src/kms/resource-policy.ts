import { MalformedPolicy, readPolicy } from '../identity/identity.api.ts';
import { KmsErrors } from './kms.errors.ts';

/** The only name that the policy of a key or secret can have. */
export const policyName = 'default';

const maxPolicyBytes = 32_768;

/** @throws InvalidParameter when the text is not a resource policy */
export function requireResourcePolicy(policy: string): void {
  try {
    readPolicy(policy, 'resource', maxPolicyBytes);
  } catch (error) {
    if (error instanceof MalformedPolicy) throw KmsErrors.InvalidParameter({ Name: 'Policy' }, { cause: error });
    throw error;
  }
}
