import type { Redacted } from '../../common/redacted.ts';

const required = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{L}\p{N}\p{Cc}]/u];

/** The rule as users read it. */
export const passwordRule =
  '8 to 128 characters with an upper-case letter, a lower-case letter, a digit and a special character';

/** Requires 8 to 128 characters with an upper-case and a lower-case letter, a digit and a special character. */
export function isAcceptablePassword(password: Redacted<string>): boolean {
  const text = password.reveal();
  const length = [...text].length;
  return length >= 8 && length <= 128 && required.every((pattern) => pattern.test(text));
}
