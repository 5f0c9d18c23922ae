import { randomBytes } from 'node:crypto';
import { Redacted } from '../common/redacted.ts';

const tokenLike = /^[A-Za-z0-9+/]{43}=$/;
const anywhere = /[A-Za-z0-9+/]{43}=/g;

/** 32 random bytes in Base64, without `+` and `/`: scp takes a name with a slash for a file of its own. */
export function newToken(): Redacted<string> {
  for (;;) {
    const token = randomBytes(32).toString('base64');
    if (!/[+/]/.test(token)) return new Redacted(token);
  }
}

/** Whether the text has the form of a token. No user name has. */
export function isTokenLike(text: string): boolean {
  return tokenLike.test(text);
}

/** The text without what may be a token, for logs and the audit trail. */
export function withoutTokens(text: string): string {
  return text.replace(anywhere, '<token>');
}
