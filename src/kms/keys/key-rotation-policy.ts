import type { Key } from './key.entity.ts';

const shortest = 7 * 86_400;
const longest = 730 * 86_400;
const seconds: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };

/** Seconds of an interval as `365d` or `604800s`; undefined when it is not one of 7 to 730 days. */
export function rotationSecondsOf(interval: string): number | undefined {
  const [, count, unit] = /^([1-9]\d{0,8})([dhms])$/.exec(interval) ?? [];
  const total = Number(count) * (seconds[unit ?? ''] ?? NaN);
  return total >= shortest && total <= longest ? total : undefined;
}

/** A key's rotation, counted from its newest version: what is overdue by that is due at once. */
export function rotationFrom(
  lastRotatedAt: Date,
  rotationSeconds: number | undefined,
): Pick<Key, 'rotationSeconds' | 'nextRotationAt'> {
  if (rotationSeconds === undefined) return { rotationSeconds: null, nextRotationAt: null };
  return { rotationSeconds, nextRotationAt: new Date(lastRotatedAt.getTime() + rotationSeconds * 1_000) };
}
