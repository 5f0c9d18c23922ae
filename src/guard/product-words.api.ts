import { Outage } from '../common/outage.ts';
import { ServiceError } from '../common/service-error.ts';
import { AccessDenied } from '../identity/identity.api.ts';

/** How a product words a failure that does not originate in the product itself. */
export interface ProductWords {
  /** The prefix of its RAM actions, and its name in the audit trail. */
  readonly name: string;
  readonly errors: {
    accessDenied(denied: AccessDenied): ServiceError;
    unavailable(): ServiceError;
    internal(): ServiceError;
  };
}

/** Turns any error into the one that the product answers. */
export function toProductError({ errors }: ProductWords, error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof AccessDenied) return errors.accessDenied(error);
  return error instanceof Outage ? errors.unavailable() : errors.internal();
}

/** True for a failure of the service itself, false for a refusal. */
export function isFault(error: unknown): boolean {
  return !(error instanceof ServiceError || error instanceof AccessDenied);
}
