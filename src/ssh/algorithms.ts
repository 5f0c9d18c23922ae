import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2';

/**
 * What both legs offer, best first. Left out on purpose: chacha20 (a client that names it first would get it, and it is slower),
 * zlib (bombs), SHA-1, MACs that are not encrypt-then-MAC, and group exchange (ssh2's server answers "not implemented").
 */
export const offer = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group14-sha256',
    'diffie-hellman-group16-sha512',
  ],
  cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes192-ctr', 'aes256-ctr'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
  compress: ['none'],
  serverHostKey: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ],
} satisfies Algorithms;

/** The signature algorithms that a user's or a host's key may sign with. */
export const signatureAlgorithms: readonly string[] = offer.serverHostKey;

/** The same offer with one key type first, so that a server that has several shows the one that is pinned. */
export function offerPreferring(hostKeyType: string | undefined): Algorithms {
  const preferred = offer.serverHostKey.filter(
    (name) => name === hostKeyType || (hostKeyType === 'ssh-rsa' && name.startsWith('rsa-')),
  );
  const rest = offer.serverHostKey.filter((name) => !preferred.includes(name));
  return { ...offer, serverHostKey: [...preferred, ...rest] as ServerHostKeyAlgorithm[] };
}
