import { randomInt } from 'node:crypto';
import { Redacted } from '../../common/redacted.ts';

const lowercase = 'abcdefghijklmnopqrstuvwxyz';

/** The characters of a password by type: all printable ASCII characters except the space. */
export const passwordTypes = {
  lowercase,
  uppercase: lowercase.toUpperCase(),
  numbers: '0123456789',
  punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
} as const;

export interface PasswordRules {
  readonly length: number;
  readonly types: readonly (keyof typeof passwordTypes)[];
  /** Characters that must not occur. */
  readonly without: string;
  /** Whether each type that has characters left must occur. */
  readonly requireEach: boolean;
}

/**
 * A password that follows these rules, all possible ones being equally likely: one that lacks a type is discarded as a
 * whole. Undefined when no character is left.
 */
export function randomSecretPassword({
  length,
  types,
  without,
  requireEach,
}: PasswordRules): Redacted<string> | undefined {
  const alphabets = types
    .map((type) => [...passwordTypes[type]].filter((character) => !without.includes(character)))
    .filter((alphabet) => alphabet.length > 0);
  const alphabet = alphabets.flat();
  if (alphabet.length === 0) return undefined;
  for (;;) {
    const password = Array.from({ length }, () => alphabet[randomInt(alphabet.length)] as string);
    const hasEach = alphabets.every((alphabet) => password.some((character) => alphabet.includes(character)));
    if (hasEach || !requireEach) return new Redacted(password.join(''));
  }
}
