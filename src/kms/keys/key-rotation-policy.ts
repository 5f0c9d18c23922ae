import type { Key } from './key.entity.ts';

const shortest = 7 * 86_400;
const longest = 730 * 86_400;
const seconds: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };

/** The seconds of an interval such as `365d` or `604800s`; undefined when it is not an interval of 7 to 730 days. */
export function rotationSecondsOf(interval: string): number | undefined {
  const [, count, unit] = /^([1-9]\d{0,8})([dhms])$/.exec(interval) ?? [];
  const total = Number(count) * (seconds[unit ?? ''] ?? NaN);
  return total >= shortest && total <= longest ? total : undefined;
}

/** A key's rotation, counted from its newest version. When that date has passed, the rotation is due immediately. */
export function rotationFrom(
  lastRotatedAt: Date,
  rotationSeconds: number | undefined,
): Pick<Key, 'rotationSeconds' | 'nextRotationAt'> {
  if (rotationSeconds === undefined) return { rotationSeconds: null, nextRotationAt: null };
  return { rotationSeconds, nextRotationAt: new Date(lastRotatedAt.getTime() + rotationSeconds * 1_000) };
}
