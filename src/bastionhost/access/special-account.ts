import { isTypable } from '../../common/typable-name.ts';
import type { AuthenticatedUser, ConnectionPermit } from '../bastionhost.api.ts';

/** Which accounts an engineer may name on a host that they are granted without one. */
export interface SpecialAccounts {
  /** Any, whose name and password they type. */
  readonly hasEmptyAccount: boolean;
  /** That of their own name, with their own password. */
  readonly hasSelfAccount: boolean;
}

/** What the special accounts are called at logon and in lists; brackets around them are taken off. */
const special = /^\[?(empty|self)\]?$/;

/** As which account the engineer is connected to such a host; undefined: they may not. */
export function specialAccount(
  { hasEmptyAccount, hasSelfAccount }: SpecialAccounts,
  { userName }: Pick<AuthenticatedUser, 'userName'>,
  accountName: string | undefined,
): Pick<ConnectionPermit, 'hostAccountName' | 'credential'> | undefined {
  const [, kind] = special.exec(accountName ?? '') ?? [];
  const isSelf = kind === 'self' || (accountName === undefined && !hasEmptyAccount);
  if (isSelf) return hasSelfAccount ? { hostAccountName: userName, credential: { kind: 'self' } } : undefined;
  const hostAccountName = kind === 'empty' ? '' : (accountName ?? '');
  const isPossible = hostAccountName === '' || isTypable(hostAccountName);
  return hasEmptyAccount && isPossible ? { hostAccountName, credential: { kind: 'none' } } : undefined;
}
