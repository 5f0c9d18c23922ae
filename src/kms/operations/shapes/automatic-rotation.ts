import { wireTime } from '../../../common/clock.ts';
import { Member } from '../../../gateway/fields.ts';
import type { RotationSchedule } from '../../kms.api.ts';
import { KmsErrors } from '../../kms.errors.ts';
import { readInterval } from '../../secrets/secret-schedule.ts';

/** How a managed secret is rotated by itself; Generic ones show nothing of it. */
export class AutomaticRotation {
  @Member() AutomaticRotation?: string;
  @Member() RotationInterval?: string;
  @Member() NextRotationDate?: string;
}

export function showSchedule(schedule: RotationSchedule | undefined): AutomaticRotation {
  if (!schedule) return {};
  const { state, intervalSeconds, nextAt } = schedule;
  return {
    AutomaticRotation: state,
    RotationInterval: intervalSeconds === undefined ? undefined : `${intervalSeconds}s`,
    NextRotationDate: nextAt && wireTime(nextAt),
  };
}

/** The seconds of RotationInterval where automatic rotation is wanted; without it the interval is checked, and says nothing. */
export function readSchedule(enabled: boolean, interval: string | undefined): number | undefined {
  const seconds = interval === undefined ? undefined : readInterval(interval);
  if (interval !== undefined && seconds === undefined) throw KmsErrors.InvalidParameter({ Name: 'RotationInterval' });
  if (!enabled) return undefined;
  if (seconds === undefined) throw KmsErrors.MissingParameter({ Name: 'RotationInterval' });
  return seconds;
}
