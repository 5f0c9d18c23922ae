import { Outage } from '../common/outage.ts';
import { ServiceError } from '../common/service-error.ts';
import { AssistantUnavailable } from '../ecs/ecs.api.ts';
import { LeaseLost, type RotationRun } from '../kms/secret-rotations.api.ts';
import { TargetError } from '../ssh/target-error.ts';
import { HostRefusal } from './host-refusal.ts';

/** What a failed attempt leads to. */
export type Verdict =
  /** The rotation is in other hands. */
  | { readonly action: 'leave' }
  | { readonly action: 'retry'; readonly code: string }
  /** `undo`: the host was touched, and has shown that it does not accept the candidate. */
  | { readonly action: 'fail'; readonly code: string; readonly undo: boolean };

const maxAttempts = 6;
const firstDelayMs = 1_000;
const longestDelayMs = 300_000;

/** Until a host that gave no way back is asked again: an attempt is several failed logins, for which pam_faillock locks ten minutes. */
export const parkedMs = 1_200_000;

/**
 * Decides over a failed attempt. While the host is untouched, attempts are counted and the rotation may fail. Once it may have been
 * touched, only an answer of the host ends the rotation; without one both values are kept, and it is asked again, every five minutes
 * in the end, even if it is out of the inventory just now. A retirement is not given up as long as there is a server: the former key would stay valid for ever.
 */
export function judgeFailure(
  error: unknown,
  { phase, failures }: Pick<RotationRun, 'phase' | 'failures'>,
  touched: boolean,
): Verdict {
  if (error instanceof LeaseLost) return { action: 'leave' };
  const code = codeOf(error);
  const undo = touched && error instanceof HostRefusal;
  const isLast = isFinal(error) || failures + 1 >= maxAttempts;
  const ends = phase === 'retiring' ? hasNoInstance(error) : isLast && (!touched || undo);
  return ends ? { action: 'fail', code, undo } : { action: 'retry', code };
}

/** Doubles with each failure, from one second to five minutes. */
export function retryDelayMs(failures: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(failures, 20));
}

/** The code of what nobody has foreseen. */
export const unexpected = 'InternalError';

/** One word for logs, audit rows and the rotation's row; never the text of an unknown error. */
export function codeOf(error: unknown): string {
  if (error instanceof HostRefusal || error instanceof ServiceError) return error.code;
  if (error instanceof AssistantUnavailable || error instanceof TargetError) return error.reason;
  return error instanceof Outage ? error.name : unexpected;
}

function isFinal(error: unknown): boolean {
  if (error instanceof HostRefusal) return error.isFinal;
  return hasNoInstance(error) || (error instanceof ServiceError && error.status < 500);
}

function hasNoInstance(error: unknown): boolean {
  return error instanceof AssistantUnavailable && error.reason === 'no-instance';
}
