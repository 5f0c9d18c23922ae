import { QueryFailedError } from 'typeorm';

const uniqueViolationCode = '23505';
const foreignKeyViolationCode = '23503';

/**
 * Whether a statement failed (through TypeORM or the pool) because a row with this key exists; `constraint` narrows it
 * down to one constraint.
 */
export function uniqueViolation(error: unknown, constraint?: string): boolean {
  return isViolation(error, uniqueViolationCode, constraint);
}

/** Whether a statement failed because another row refers to this one, or the row that this one refers to is missing. */
export function foreignKeyViolation(error: unknown, constraint?: string): boolean {
  return isViolation(error, foreignKeyViolationCode, constraint);
}

function isViolation(error: unknown, code: string, constraint?: string): boolean {
  const violation = causeOf(error);
  return violation?.code === code && (constraint === undefined || violation.constraint === constraint);
}

function causeOf(error: unknown): (Error & { readonly code?: unknown; readonly constraint?: unknown }) | undefined {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return cause instanceof Error ? cause : undefined;
}
