import type { Target } from '../../bastionhost/bastionhost.api.ts';
import { isTypable } from '../../common/typable-name.ts';

const longest = { user: 128, account: 128, host: 253 };
const longestLogin = longest.user + longest.account + longest.host + 2;

/**
 * The names that an SSH user name can begin with, the longest first: `user`, `user@host` or `user@account@host`. User
 * and account may hold `@`, a host never. The first of them that exists is the user's. None where no user can have any:
 * too long, empty, or with a character that cannot be typed.
 */
export function userNamesIn(text: string): string[] {
  if (text.length > longestLogin) return [];
  const ends = [...text.matchAll(/@|$/g)].map(({ index }) => index);
  return ends
    .map((end) => text.slice(0, end))
    .filter((name) => isName(name, longest.user))
    .reverse();
}

/**
 * What stands after the user name. Undefined: nothing, so that they choose. A rest that can be nothing's name is a
 * target without a reading, which nobody is connected to.
 */
export function targetAfter(userName: string, text: string): Target | undefined {
  if (text === userName) return undefined;
  const rest = text.slice(userName.length + 1);
  const at = rest.lastIndexOf('@');
  const host = rest.slice(at + 1);
  const account = at < 0 ? undefined : rest.slice(0, at);
  const isTarget = isName(host, longest.host) && (account === undefined || isName(account, longest.account));
  return { kind: 'named', readings: isTarget ? [{ account, host }] : [] };
}

function isName(text: string, length: number): boolean {
  return text.length <= length && isTypable(text);
}
