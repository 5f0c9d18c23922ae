import type { ServiceError } from '../../common/service-error.ts';
import { MalformedPolicy, readPolicy, type PolicyKind } from '../evaluation/policy-document.ts';
import { IdentityErrors } from '../identity.errors.ts';

/** Checks that text is a policy of this kind. @throws MalformedPolicyDocument, or what `refusal` returns */
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
