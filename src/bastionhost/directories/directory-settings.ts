import { FilterParser } from 'ldapts';
import { invalidParameter } from '../bastionhost.errors.ts';
import { isSaslMechanism } from './directory-conversation.ts';

/** @throws InvalidParameter when no directory can be asked with these */
export function requireAskable({ account, filter }: { readonly account: string; readonly filter?: string }): void {
  if (isSaslMechanism(account)) throw invalidParameter('Account');
  if (filter && !isFilter(filter)) throw invalidParameter('Filter');
}

/** AD knows an account by its DN, as `DOMAIN\name` or as `name@domain`; a bare name is one of the domain. */
export function adAccount(account: string, domain: string): string {
  return /[=@\\]/.test(account) ? account : `${account}@${domain}`;
}

function isFilter(text: string): boolean {
  try {
    FilterParser.parseString(text);
    return true;
  } catch {
    return false;
  }
}
