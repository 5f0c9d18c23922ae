import { createHmac, hash } from 'node:crypto';
import type { Redacted } from '../../common/redacted.ts';
import { canonicalQuery } from './percent-encode.ts';

export const acs3Algorithm = 'ACS3-HMAC-SHA256';

/** The parts of `Authorization: ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=…`. */
export interface Acs3Authorization {
  readonly accessKeyId: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const pattern =
  /^ACS3-HMAC-SHA256\s+Credential=([^,\s]{1,128}),\s*SignedHeaders=([a-z0-9;_-]{1,2048}),\s*Signature=([0-9a-f]{1,128})$/;

export function parseAcs3Authorization(header: string): Acs3Authorization | undefined {
  const [, accessKeyId, headers, signature] = pattern.exec(header) ?? [];
  return accessKeyId && headers && signature
    ? { accessKeyId, signedHeaders: headers.split(';'), signature }
    : undefined;
}

/** Everything that signature V3 covers. */
export interface Acs3Content {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly signedHeaders: readonly string[];
  readonly body: Buffer;
}

export function acs3CanonicalRequest(content: Acs3Content): string {
  const headers = content.signedHeaders.map((name) => `${name}:${headerValue(content.headers, name)}\n`).join('');
  const { method, path, query, signedHeaders, body } = content;
  return [method, path, canonicalQuery(query), headers, signedHeaders.join(';'), sha256Hex(body)].join('\n');
}

// The client chooses the names, even `constructor`; and Node keeps `set-cookie` as a list.
function headerValue(headers: Acs3Content['headers'], name: string): string {
  return Object.hasOwn(headers, name) ? String(headers[name]).trim() : '';
}

export function acs3StringToSign(canonicalRequest: string): string {
  return `${acs3Algorithm}\n${sha256Hex(canonicalRequest)}`;
}

/** HMAC-SHA256 with the secret itself as the key, in hexadecimal. */
export function acs3Signature(secret: Redacted<string>, stringToSign: string): string {
  return createHmac('sha256', secret.reveal()).update(stringToSign).digest('hex');
}

export function sha256Hex(content: Buffer | string): string {
  return hash('sha256', content, 'hex');
}
