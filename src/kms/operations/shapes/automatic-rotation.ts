import { wireTime } from '../../../common/clock.ts';
import { Member } from '../../../gateway/fields.ts';
import type { RotationSchedule } from '../../kms.api.ts';
import { KmsErrors } from '../../kms.errors.ts';
import { readInterval } from '../../secrets/secret-schedule.ts';

/** The automatic rotation of a managed secret; a Generic secret shows none of these members. */
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

/**
 * The seconds of RotationInterval when automatic rotation is enabled. Otherwise the interval is checked and ignored.
 * @throws InvalidParameter, MissingParameter
 */
export function readSchedule(enabled: boolean, interval: string | undefined): number | undefined {
  const seconds = interval === undefined ? undefined : readInterval(interval);
  if (interval !== undefined && seconds === undefined) throw KmsErrors.InvalidParameter({ Name: 'RotationInterval' });
  if (!enabled) return undefined;
  if (seconds === undefined) throw KmsErrors.MissingParameter({ Name: 'RotationInterval' });
  return seconds;
}
