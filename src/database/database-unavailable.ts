import { isNativeError } from 'node:util/types';
import { Outage } from '../common/outage.ts';

/** The database did not answer. The statement may be sent again; whether a commit took effect is unknown. */
export class DatabaseUnavailable extends Outage {
  override readonly name = 'DatabaseUnavailable';

  constructor(cause: unknown) {
    super('the database does not answer', { cause });
  }
}

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
]);

// 57P01 to 57P03: being shut down, crashed, not yet up; 53: no disk space, no memory, too many connections; 25006:
// read-only after a failover; 58030: disk I/O error.
const serverCodes = /^(08\w{3}|57P0[1-3]|53\w{3}|25006|58030)$/;

/** Those that do not affect reads. */
const refusedWrites = /^(53100|53200|25006|58030)$/;

// The driver's own errors have no code.
const driverMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed|Cannot use a pool after|Query read timeout)/;

/** Whether an error of the pg driver says that the database, not the statement, is at fault. */
export function isUnavailable(error: unknown): boolean {
  // Not `instanceof`: under Jest, Node's own errors come from another realm.
  if (!isNativeError(error)) return false;
  if (error instanceof DatabaseUnavailable) return true;
  const { code, errors } = error as { code?: unknown; errors?: unknown };
  if (Array.isArray(errors)) return errors.some(isUnavailable);
  if (typeof code === 'string') return networkCodes.has(code) || serverCodes.test(code);
  return driverMessages.test(error.message);
}

/** Whether an error of the pg driver says that the database cannot write at present. */
export function refusesWrites(error: unknown): boolean {
  const { code } = (isNativeError(error) ? error : {}) as { code?: unknown };
  return typeof code === 'string' && refusedWrites.test(code);
}
