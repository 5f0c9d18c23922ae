import { createHash } from 'node:crypto';
import { ServiceError } from '../../common/service-error.ts';
import { AssistantUnavailable } from '../../ecs/ecs.api.ts';
import { codeOf, isLoginRefused, isNotBegun } from '../hosts/failure-code.ts';
import { HostRefusal } from '../hosts/host-refusal.ts';
import { LeaseLost, type RotationRun } from '../store/rotation-run.ts';

/** What a failed attempt leads to. */
export type Verdict =
  /** The rotation is in other hands. */
  | { readonly action: 'leave' }
  | { readonly action: 'retry'; readonly code: string }
  /** `undo`: the host was touched, and has shown that it does not accept the candidate. */
  | { readonly action: 'fail'; readonly code: string; readonly undo: boolean };

const maxAttempts = 6;
/** Nobody waits for a rotation that began by itself: an hour and a half without its server do not end it. */
const maxScheduledAttempts = 24;
const firstDelayMs = 1_000;
const longestDelayMs = 300_000;

/** Until a host that gave no way back is asked again: an attempt is several failed logins, for which pam_faillock locks ten minutes. */
export const parkedMs = 1_200_000;

/**
 * Decides over a failed attempt. While the host is untouched, attempts are counted and the rotation may fail. Once it may have been
 * touched, only an answer of the host ends the rotation; without one both values are kept, and it is asked again, every five minutes
 * in the end, even if it is out of the inventory just now. A retirement is not given up as long as there is a server: the former key would stay valid for ever.
 * When it does after all, a person has been told.
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

/** Doubles with each failure, from one second to five minutes; up to a half less, so that those who failed together do not come together. */
export function retryDelayMs({ failures, rotationId }: Pick<RotationRun, 'failures' | 'rotationId'>): number {
  const longest = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(failures, 20));
  const place = createHash('sha256').update(`${rotationId} ${failures}`).digest().readUInt32BE() / 2 ** 32;
  return Math.round(longest * (1 - place / 2));
}

/** True when a rotation that is not over was tried so often that a person should look at it. */
export function hasFailedOften({ failures, isScheduled }: Pick<RotationRun, 'failures' | 'isScheduled'>): boolean {
  return failures + 1 >= (isScheduled ? maxScheduledAttempts : maxAttempts);
}

/** The code of a former key that was taken away, and is let in all the same. */
export const formerKeyAccepted = 'FormerKeyAccepted';

/** Trying again cannot help. Another login with what the host has refused costs the account, and helps no more. */
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
