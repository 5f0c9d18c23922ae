import type { PublicKeyAuthContext } from 'ssh2';

/**
 * Says that a key may be proved, and names the algorithm that the client asked with (RFC 4252, section 7). ssh2 1.17.0
 * names the type of the key instead, which differs for RSA: asyncssh then gives up with "Key mismatch".
 */
export function acceptKeyOffer(context: PublicKeyAuthContext): void {
  const { hashAlgo } = context;
  if (hashAlgo !== undefined) context.key.algo = `rsa-sha2-${hashAlgo.slice('sha'.length)}`;
  context.accept();
}
