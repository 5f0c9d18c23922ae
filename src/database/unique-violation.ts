import { QueryFailedError } from 'typeorm';

const uniqueViolationCode = '23505';
const foreignKeyViolationCode = '23503';

/**
 * Whether a statement failed (through TypeORM or the pool) because a row with this key exists; `constraint` narrows it
 * down to one constraint.
 */
export function uniqueViolation(error: unknown, constraint?: string): boolean {
  const violation = causeOf(error);
  return violation?.code === uniqueViolationCode && (constraint === undefined || violation.constraint === constraint);
}

/** Whether a statement failed because another row refers to this one, or the row that this one refers to is missing. */
export function foreignKeyViolation(error: unknown): boolean {
  return causeOf(error)?.code === foreignKeyViolationCode;
}

function causeOf(error: unknown): (Error & { readonly code?: unknown; readonly constraint?: unknown }) | undefined {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return cause instanceof Error ? cause : undefined;
}
