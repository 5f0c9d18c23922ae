/** The only source of time. Production reads the database-calibrated clock, so that several nodes agree. */
export abstract class Clock {
  abstract now(): Date;
}

/** Wire form of a moment: `YYYY-MM-DDThh:mm:ssZ`, UTC, whole seconds. */
export function wireTime(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}
