/** A moment in seconds since 1970; undefined where there is none. */
export function secondsOf(moment: Date | null): number | undefined {
  return moment ? Math.floor(moment.getTime() / 1000) : undefined;
}

/** The moment that a parameter in seconds means; 0: none. */
export function momentOf(seconds = 0): Date | null {
  return seconds > 0 ? new Date(seconds * 1000) : null;
}

/** The moment that a parameter changes a value to; undefined: it changes nothing. */
export function changedMoment(seconds: number | undefined): Date | null | undefined {
  return seconds === undefined ? undefined : momentOf(seconds);
}
