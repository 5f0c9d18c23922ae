import { createHash } from 'node:crypto';

/** The MD5 of a public key in SSH wire form: sixteen hexadecimal pairs joined by colons, without a prefix. */
export function md5Fingerprint(publicKey: Buffer): string {
  const pairs = createHash('md5').update(publicKey).digest('hex').match(/../g) as string[];
  return pairs.join(':');
}
