/** The only source of time. Production reads a clock calibrated against the database, so that several nodes agree. */
export abstract class Clock {
  abstract now(): Date;
}

/** A moment in wire format: `YYYY-MM-DDThh:mm:ssZ`, UTC, whole seconds. */
export function wireTime(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}
