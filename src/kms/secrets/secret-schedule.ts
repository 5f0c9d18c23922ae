import { secondsOf } from '../../common/duration.ts';
import type { RotationSchedule } from '../kms.api.ts';
import type { Secret } from './secret.entity.ts';

const minSeconds = 3_600;
const maxSeconds = 365 * 86_400;

/**
 * The seconds of an interval such as `7d`, `168h`, `10080m` or `604800s`; undefined when it has another form or is not
 * between 1 hour and 365 days.
 */
export function readInterval(text: string): number | undefined {
  const seconds = secondsOf(text);
  return seconds !== undefined && seconds >= minSeconds && seconds <= maxSeconds ? seconds : undefined;
}

/**
 * One interval after the last rotation, or after the creation when there was none. When that date has passed, `now`:
 * the rotation is due immediately.
 */
export function nextRotationAt(
  { createdAt, lastRotatedAt }: Pick<Secret, 'createdAt' | 'lastRotatedAt'>,
  intervalSeconds: number,
  now: Date,
): Date {
  const next = (lastRotatedAt ?? createdAt).getTime() + intervalSeconds * 1_000;
  return new Date(Math.max(next, now.getTime()));
}

export type ScheduleColumns = Pick<
  Secret,
  'type' | 'automaticRotation' | 'rotationIntervalSeconds' | 'nextRotationAt' | 'rotationState'
>;

/** The automatic rotation of a secret; undefined for a Generic secret. */
export function scheduleOf(secret: ScheduleColumns): RotationSchedule | undefined {
  return secret.type === 'Generic' ? undefined : managedScheduleOf(secret);
}

/** The automatic rotation of a managed secret. */
export function managedScheduleOf(secret: Omit<ScheduleColumns, 'type'>): RotationSchedule {
  return {
    state: secret.rotationState === 'invalid' ? 'Invalid' : secret.automaticRotation ? 'Enabled' : 'Disabled',
    intervalSeconds: secret.rotationIntervalSeconds ?? undefined,
    nextAt: secret.nextRotationAt ?? undefined,
  };
}

/** The columns of a secret that is rotated automatically every `intervalSeconds`; undefined: no automatic rotation. */
export function scheduleColumns(
  secret: Pick<Secret, 'createdAt' | 'lastRotatedAt'>,
  intervalSeconds: number | undefined,
  now: Date,
): Omit<ScheduleColumns, 'type'> {
  return {
    automaticRotation: intervalSeconds !== undefined,
    rotationIntervalSeconds: intervalSeconds ?? null,
    nextRotationAt: intervalSeconds === undefined ? null : nextRotationAt(secret, intervalSeconds, now),
    rotationState: 'ok',
  };
}
