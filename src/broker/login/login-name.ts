import type { TargetName } from '../../bastionhost/bastionhost.api.ts';
import { isTypable, isVisible } from '../../common/typable-name.ts';

/** What an SSH user name says: who logs in and, where both parts of the target are well formed, where to. */
export interface LoginName {
  readonly userName: string;
  readonly target?: TargetName;
}

const longest = { user: 128, account: 128, host: 253 };
const longestLogin = longest.user + longest.account + longest.host + 2;

/**
 * Parses `user@account@host`. The user stands before the first `@` and the host after the last, since only account
 * names may contain one (`svc@corp.example`). A name with fewer than two `@` names no target. Undefined where no user
 * can have that name: it is too long, empty, or has a character that cannot be typed.
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

/** What was typed, for logs and the audit trail: the first 128 characters, invisible ones as `\u{…}`. */
export function escapeInvisible(text: string): string {
  return Array.from(text.slice(0, longest.user), (character) =>
    character === ' ' || isVisible(character) ? character : `\\u{${character.codePointAt(0)!.toString(16)}}`,
  ).join('');
}

function isName(text: string, length: number): boolean {
  return text.length <= length && isTypable(text);
}
