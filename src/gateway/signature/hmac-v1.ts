import { createHmac } from 'node:crypto';
import type { Redacted } from '../../common/redacted.ts';
import { canonicalQuery, percentEncode } from './percent-encode.ts';

export const v1Methods = { 'HMAC-SHA1': 'sha1', 'HMAC-SHA256': 'sha256' } as const;
export type V1Method = keyof typeof v1Methods;

/**
 * The text that signature V1 signs: `METHOD&%2F&` and the encoded canonical query of all parameters except Signature.
 */
export function v1StringToSign(httpMethod: string, pairs: readonly (readonly [string, string])[]): string {
  const signed = pairs.filter(([name]) => name !== 'Signature');
  return `${httpMethod}&%2F&${percentEncode(canonicalQuery(signed))}`;
}

/** HMAC with the key `<secret>&`, Base64. */
export function v1Signature(method: V1Method, secret: Redacted<string>, stringToSign: string): string {
  return createHmac(v1Methods[method], `${secret.reveal()}&`).update(stringToSign).digest('base64');
}
