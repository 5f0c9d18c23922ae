import { randomUUID } from 'node:crypto';
import { wireTime } from '../../src/common/clock.ts';
import type { Redacted } from '../../src/common/redacted.ts';
import { v1Signature, v1StringToSign } from '../../src/gateway/signature/hmac-v1.ts';
import { canonicalQuery } from '../../src/gateway/signature/percent-encode.ts';

export interface SigningKey {
  readonly id: string;
  readonly secret: Redacted<string>;
}

/** `count` GetSecretValue calls as bytes, round and round over the secrets; signature V1 with HMAC-SHA1, a nonce of its own each. */
export function signedRequests(key: SigningKey, secretNames: readonly string[], count: number): Buffer[] {
  return Array.from({ length: count }, (_, index) => signedRequest(key, secretNames[index % secretNames.length]!));
}

function signedRequest({ id, secret }: SigningKey, secretName: string): Buffer {
  const pairs: [string, string][] = [
    ['Action', 'GetSecretValue'],
    ['Version', '2016-01-20'],
    ['Format', 'JSON'],
    ['AccessKeyId', id],
    ['SignatureMethod', 'HMAC-SHA1'],
    ['SignatureVersion', '1.0'],
    ['SignatureNonce', randomUUID()],
    ['Timestamp', wireTime(new Date())],
    ['SecretName', secretName],
  ];
  pairs.push(['Signature', v1Signature('HMAC-SHA1', secret, v1StringToSign('GET', pairs))]);
  return Buffer.from(`GET /?${canonicalQuery(pairs)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
}
