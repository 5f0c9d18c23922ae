import type { TargetName } from '../../bastionhost/bastionhost.api.ts';
import { isTypable, isVisible } from '../../common/typable-name.ts';

/** What an SSH user name says: who logs in and, when both parts are well formed, where to. */
export interface LoginName {
  readonly userName: string;
  readonly target?: TargetName;
}

const longest = { user: 128, account: 128, host: 253 };
const longestLogin = longest.user + longest.account + longest.host + 2;

/**
 * Reads `user@account@host`: the user stands before the first `@`, the host behind the last, since only account names may contain one
 * (`svc@corp.example`). A name with less than two `@` names no target. Undefined when no user can have that name: too long, empty, or with a
 * character that cannot be typed.
 */
export function parseLoginName(text: string): LoginName | undefined {
  if (text.length > longestLogin) return undefined;
  const [userName = '', ...others] = text.split('@');
  if (!isName(userName, longest.user)) return undefined;
  const host = others.pop() ?? '';
  const account = others.join('@');
  const isTarget = isName(account, longest.account) && isName(host, longest.host);
  return isTarget ? { userName, target: { account, host } } : { userName };
}

/** Whatever was typed, for logs and the audit trail: at most 128 characters, what cannot be seen as `\u{…}`. */
export function printable(text: string): string {
  return Array.from(text.slice(0, longest.user), (character) =>
    character === ' ' || isVisible(character) ? character : `\\u{${character.codePointAt(0)!.toString(16)}}`,
  ).join('');
}

function isName(text: string, length: number): boolean {
  return text.length <= length && isTypable(text);
}
