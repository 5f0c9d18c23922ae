import { randomUUID } from 'node:crypto';
import { wireTime } from '../../src/common/clock.ts';
import type { Redacted } from '../../src/common/redacted.ts';
import { v1Signature, v1StringToSign } from '../../src/gateway/signature/hmac-v1.ts';
import { canonicalQuery } from '../../src/gateway/signature/percent-encode.ts';

export interface SigningKey {
  readonly id: string;
  readonly secret: Redacted<string>;
}

/** A call of KMS: `Action` and the operation's own parameters. */
export type BenchCall = Readonly<Record<string, string>>;

/** `count` calls as bytes, signed with signature V1 (HMAC-SHA1), each with its own nonce. */
export function signedRequests(key: SigningKey, callAt: (index: number) => BenchCall, count: number): Buffer[] {
  return Array.from({ length: count }, (_, index) => signedRequest(key, callAt(index)));
}

function signedRequest({ id, secret }: SigningKey, call: BenchCall): Buffer {
  const pairs: [string, string][] = [
    ...Object.entries(call),
    ['Version', '2016-01-20'],
    ['Format', 'JSON'],
    ['AccessKeyId', id],
    ['SignatureMethod', 'HMAC-SHA1'],
    ['SignatureVersion', '1.0'],
    ['SignatureNonce', randomUUID()],
    ['Timestamp', wireTime(new Date())],
  ];
  pairs.push(['Signature', v1Signature('HMAC-SHA1', secret, v1StringToSign('GET', pairs))]);
  return Buffer.from(`GET /?${canonicalQuery(pairs)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
}
