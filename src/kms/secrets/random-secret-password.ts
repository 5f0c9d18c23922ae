import { randomInt } from 'node:crypto';
import { Redacted } from '../../common/redacted.ts';

const lowercase = 'abcdefghijklmnopqrstuvwxyz';

/** The characters of a password by type: all that can be typed, but the blank. */
export const passwordTypes = {
  lowercase,
  uppercase: lowercase.toUpperCase(),
  numbers: '0123456789',
  punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
} as const;

export interface PasswordRules {
  readonly length: number;
  readonly types: readonly (keyof typeof passwordTypes)[];
  /** Characters that do not occur. */
  readonly without: string;
  /** Whether each type that has characters left occurs. */
  readonly requireEach: boolean;
}

/**
 * A password of these rules, each that there is with the same probability: those that lack a type are thrown away whole. Undefined when no
 * character is left.
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
    const hasEach = alphabets.every((each) => password.some((character) => each.includes(character)));
    if (hasEach || !requireEach) return new Redacted(password.join(''));
  }
}
