import { randomAlphanumeric } from '../common/identifiers.ts';
import { Redacted } from '../common/redacted.ts';

/** A random password with upper case, lower case, a digit and a symbol, as the bastion requires. */
export function newPassword(): Redacted<string> {
  return new Redacted(`${randomAlphanumeric(16)}Aa1-`);
}
