import { randomAlphanumeric } from '../../common/identifiers.ts';
import { Redacted } from '../../common/redacted.ts';

export interface KeyPair {
  readonly id: string;
  readonly secret: Redacted<string>;
}

/** Generates an AccessKey pair for an account or a user. */
export function newKeyPair(): KeyPair {
  return { id: `LTAI${randomAlphanumeric(20)}`, secret: new Redacted(randomAlphanumeric(30)) };
}
