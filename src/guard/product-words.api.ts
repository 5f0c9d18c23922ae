import { Outage } from '../common/outage.ts';
import { ServiceError } from '../common/service-error.ts';
import { AccessDenied } from '../identity/identity.api.ts';

/** What a product says when a call fails for a reason that is not the product's own. */
export interface ProductWords {
  /** Prefix of its RAM actions, and its name in the audit trail. */
  readonly name: string;
  readonly errors: {
    accessDenied(denied: AccessDenied): ServiceError;
    unavailable(): ServiceError;
    internal(): ServiceError;
  };
}

/** An error as the product answers it. */
export function inWordsOf({ errors }: ProductWords, error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof AccessDenied) return errors.accessDenied(error);
  return error instanceof Outage ? errors.unavailable() : errors.internal();
}

/** True for what went wrong in the service itself, rather than was refused. */
export function isFault(error: unknown): boolean {
  return !(error instanceof ServiceError || error instanceof AccessDenied);
}
