import type { PublicKeyAuthContext } from 'ssh2';

/**
 * Says that a key may be proved, with the algorithm that the client has asked with (RFC 4252, section 7). ssh2 1.17.0 answers with the type
 * of the key, which for RSA is another name: asyncssh then gives up with "Key mismatch".
 */
export function acceptKeyOffer(context: PublicKeyAuthContext): void {
  const { hashAlgo } = context;
  if (hashAlgo !== undefined) context.key.algo = `rsa-sha2-${hashAlgo.slice('sha'.length)}`;
  context.accept();
}
