const unitSeconds: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };

/** The seconds in a duration such as `7d`, `168h`, `10080m` or `604800s`; undefined when it has another form. */
export function secondsOf(duration: string): number | undefined {
  const [, count, unit] = /^([1-9]\d{0,8})([dhms])$/.exec(duration) ?? [];
  return unit === undefined ? undefined : Number(count) * (unitSeconds[unit] as number);
}
