import type { ServiceError } from '../common/service-error.ts';
import { KmsErrors } from './kms.errors.ts';

const { DryRunOperation, InternalFailure, NoPermission } = KmsErrors.table;

/** A call with DryRun=true always fails; the error says how the call would have ended. */
export function dryRunAnswer(error: ServiceError): ServiceError {
  if (error.status >= InternalFailure.status || error.code === DryRunOperation.code) return error;
  if (error.code === NoPermission.code) return KmsErrors.DryRunAccessDenied({ cause: error });
  return KmsErrors.DryRunValidation({ Reason: error.message }, { cause: error });
}
