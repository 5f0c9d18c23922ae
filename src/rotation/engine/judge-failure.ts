import { createHash } from 'node:crypto';
import { ServiceError } from '../../common/service-error.ts';
import { AssistantUnavailable } from '../../ecs/ecs.api.ts';
import { codeOf, isLoginRefused, isNotBegun } from '../hosts/failure-code.ts';
import { HostRefusal } from '../hosts/host-refusal.ts';
import { LeaseLost, type RotationRun } from '../store/rotation-run.ts';

/** What a failed attempt leads to. */
export type Verdict =
  /** Another process has the rotation. */
  | { readonly action: 'leave' }
  | { readonly action: 'retry'; readonly code: string }
  /** `undo`: the host was touched and has shown that it does not accept the candidate. */
  | { readonly action: 'fail'; readonly code: string; readonly undo: boolean };

const maxAttempts = 6;
/** Nobody waits for a scheduled rotation: about an hour without its server does not end it. */
const maxScheduledAttempts = 24;
const firstDelayMs = 1_000;
const longestDelayMs = 300_000;

/**
 * How long to wait before asking a host again that offered no way back. Each attempt costs several failed logins, for
 * which pam_faillock locks the account for ten minutes.
 */
export const parkedRetryMs = 1_200_000;

/**
 * Decides what a failed attempt leads to.
 *
 * While the host is untouched, attempts are counted and the rotation may fail. Once the host may have been touched,
 * only an answer from it ends the rotation. Without one both values are kept and the host is asked again, in the end
 * every five minutes, even if it is not in the inventory at the moment.
 *
 * A retirement is not given up while there is a server, since the former key would stay valid forever. It fails only
 * when the instance is no longer registered, or when the server still accepts the former key after its removal; in the
 * second case an alarm has been raised.
 */
export function judgeFailure(
  error: unknown,
  run: Pick<RotationRun, 'phase' | 'failures' | 'isScheduled'>,
  touched: boolean,
): Verdict {
  if (error instanceof LeaseLost) return { action: 'leave' };
  const code = codeOf(error);
  const undo = touched && run.phase !== 'retiring' && error instanceof HostRefusal;
  const ends =
    run.phase === 'retiring'
      ? hasNoInstance(error) || code === formerKeyAccepted
      : (isFinal(error) || hasFailedOften(run)) && (!touched || undo);
  return ends ? { action: 'fail', code, undo } : { action: 'retry', code };
}

/**
 * Doubles with each failure, from one second to five minutes. Up to half is taken off, so that rotations that failed
 * together do not retry together.
 */
export function retryDelayMs({ failures, rotationId }: Pick<RotationRun, 'failures' | 'rotationId'>): number {
  const longest = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(failures, 20));
  const place = createHash('sha256').update(`${rotationId} ${failures}`).digest().readUInt32BE() / 2 ** 32;
  return Math.round(longest * (1 - place / 2));
}

/** True when the rotation has failed so often that a person should look at it. */
export function hasFailedOften({ failures, isScheduled }: Pick<RotationRun, 'failures' | 'isScheduled'>): boolean {
  return failures + 1 >= (isScheduled ? maxScheduledAttempts : maxAttempts);
}

/** The code for a former key that was removed and is accepted anyway. */
export const formerKeyAccepted = 'FormerKeyAccepted';

/**
 * True when trying again cannot help. Another login with what the host has refused only costs the account a failed
 * login.
 */
function isFinal(error: unknown): boolean {
  if (error instanceof HostRefusal) return error.isFinal;
  if (isLoginRefused(error) || hasNoAlgorithm(error) || isNotBegun(error)) return true;
  return hasNoInstance(error) || (error instanceof ServiceError && error.status < 500);
}

function hasNoAlgorithm(error: unknown): boolean {
  return codeOf(error) === 'no-algorithm';
}

function hasNoInstance(error: unknown): boolean {
  return error instanceof AssistantUnavailable && error.reason === 'no-instance';
}
