import { secondsOf } from '../../common/duration.ts';
import type { Key } from './key.entity.ts';

const shortest = 7 * 86_400;
const longest = 730 * 86_400;

/** The seconds of an interval such as `365d` or `604800s`; undefined when it is not an interval of 7 to 730 days. */
export function rotationSecondsOf(interval: string): number | undefined {
  const seconds = secondsOf(interval);
  return seconds !== undefined && seconds >= shortest && seconds <= longest ? seconds : undefined;
}

/** A key's rotation, counted from its newest version. When that date has passed, the rotation is due immediately. */
export function rotationFrom(
  lastRotatedAt: Date,
  rotationSeconds: number | undefined,
): Pick<Key, 'rotationSeconds' | 'nextRotationAt'> {
  if (rotationSeconds === undefined) return { rotationSeconds: null, nextRotationAt: null };
  return { rotationSeconds, nextRotationAt: new Date(lastRotatedAt.getTime() + rotationSeconds * 1_000) };
}
