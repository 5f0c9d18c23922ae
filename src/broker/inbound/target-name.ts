import type { TargetName } from '../../bastionhost/bastionhost.api.ts';

/** What an SSH user name says: who logs in and, when both parts are well formed, where to. */
export interface LoginName {
  readonly userName: string;
  readonly target?: TargetName;
}

const longest = { user: 128, account: 128, host: 253 };
const longestLogin = longest.user + longest.account + longest.host + 2;

// Letters, marks, digits, punctuation, symbols and single blanks between them; nothing invisible, nothing that was no UTF-8.
const visible =
  /^(?!.*[\p{Default_Ignorable_Code_Point}\uFFFD])[\p{L}\p{M}\p{N}\p{P}\p{S}]+(?: [\p{L}\p{M}\p{N}\p{P}\p{S}]+)*$/u;

/**
 * Reads `user@account@host` from the right, because user names may contain `@`. A name with less than two `@` is a user's alone. Undefined
 * when no user can have that name: too long, empty, or with a character that cannot be seen or that stands in for an ASCII letter, digit or `@`.
 */
export function parseLoginName(text: string): LoginName | undefined {
  if (text.length > longestLogin) return undefined;
  const hostAt = text.lastIndexOf('@');
  const accountAt = hostAt > 0 ? text.lastIndexOf('@', hostAt - 1) : -1;
  if (accountAt < 0) return isName(text, longest.user) ? { userName: text } : undefined;
  const userName = text.slice(0, accountAt);
  if (!isName(userName, longest.user)) return undefined;
  const account = text.slice(accountAt + 1, hostAt);
  const host = text.slice(hostAt + 1);
  const isTarget = isName(account, longest.account) && isName(host, longest.host);
  return isTarget ? { userName, target: { account, host } } : { userName };
}

/** Whatever was typed, for logs and the audit trail: at most 128 characters, what cannot be seen as `\u{…}`. */
export function printable(text: string): string {
  return Array.from(text.slice(0, longest.user), (character) =>
    character === ' ' || visible.test(character) ? character : `\\u{${character.codePointAt(0)!.toString(16)}}`,
  ).join('');
}

function isName(text: string, length: number): boolean {
  return text.length <= length && visible.test(text) && text.normalize('NFC') === text && !hasLookAlike(text);
}

function hasLookAlike(text: string): boolean {
  return [...text].some((character) => character > '\x7f' && /[\w@.:-]/.test(character.normalize('NFKC')));
}
