import type { ServiceError } from '../../../common/service-error.ts';
import { dryRunAnswer } from '../../dry-run.ts';

/** The error with which an operation that takes DryRun is refused. */
export function orDryRun(refusal: ServiceError, request: { readonly DryRun: boolean }): ServiceError {
  return request.DryRun ? dryRunAnswer(refusal) : refusal;
}
