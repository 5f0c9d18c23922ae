import { QueryFailedError } from 'typeorm';

const uniqueViolationCode = '23505';

/** Whether a statement failed (through TypeORM or the pool) because a row with this key exists; `constraint` narrows it to one. */
export function uniqueViolation(error: unknown, constraint?: string): boolean {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (!(cause instanceof Error)) return false;
  const violation = cause as { code?: unknown; constraint?: unknown };
  return violation.code === uniqueViolationCode && (constraint === undefined || violation.constraint === constraint);
}
