import { Outage } from '../../common/outage.ts';
import { ServiceError } from '../../common/service-error.ts';
import { AssistantUnavailable } from '../../ecs/ecs.api.ts';
import { TargetError } from '../../ssh/target-error.ts';
import { LeaseLost } from '../store/rotation-run.ts';
import { HostRefusal } from './host-refusal.ts';
import { notBegunCode } from './not-begun.ts';

/** The code of an unforeseen error. */
export const unexpected = 'InternalError';

/** One word for logs, audit rows and the rotation's row; never the text of an unknown error. */
export function codeOf(error: unknown): string {
  if (error instanceof HostRefusal || error instanceof ServiceError) return error.code;
  if (isNotBegun(error)) return notBegunCode(error.message);
  if (error instanceof AssistantUnavailable || error instanceof TargetError) return error.reason;
  return error instanceof Outage || error instanceof LeaseLost ? error.name : unexpected;
}

/** The words of the server, or of the connection to it, for a failure: one printable line without secrets. */
export function detailOf(error: unknown): string | undefined {
  return error instanceof AssistantUnavailable || error instanceof TargetError ? error.message : undefined;
}

/** True when neither the management credential nor the secret's own was accepted. */
export function isLoginRefused(error: unknown): boolean {
  return error instanceof AssistantUnavailable && error.reason === 'authentication';
}

/** True when the server let the user log on and ran something other than what was sent. */
export function isNotBegun(error: unknown): error is AssistantUnavailable {
  return error instanceof AssistantUnavailable && error.reason === 'not-begun';
}
