import type { ServiceError } from '../../common/service-error.ts';
import { MalformedPolicy, readPolicy, type PolicyKind } from '../evaluation/policy-document.ts';
import { IdentityErrors } from '../identity.errors.ts';

/** Refuses text that is not a policy of this kind: with MalformedPolicyDocument, unless `refusal` says otherwise. */
export function checkPolicy(
  text: string,
  kind: PolicyKind,
  maxBytes: number,
  refusal: (reason: string) => ServiceError = (Reason) => IdentityErrors.MalformedPolicyDocument({ Reason }),
): void {
  try {
    readPolicy(text, kind, maxBytes);
  } catch (error) {
    throw error instanceof MalformedPolicy ? refusal(error.message) : error;
  }
}
