import type { Algorithms, CipherAlgorithm, KexAlgorithm, MacAlgorithm, ServerHostKeyAlgorithm } from 'ssh2';

const curves = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
] satisfies KexAlgorithm[];

const groups = [
  'diffie-hellman-group16-sha512',
  'diffie-hellman-group18-sha512',
  'diffie-hellman-group14-sha256',
] satisfies KexAlgorithm[];

const ciphers = [
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'aes128-ctr',
  'aes192-ctr',
  'aes256-ctr',
] satisfies CipherAlgorithm[];

const macs = [
  'hmac-sha2-256-etm@openssh.com',
  'hmac-sha2-512-etm@openssh.com',
  'hmac-sha2-256',
  'hmac-sha2-512',
] satisfies MacAlgorithm[];

const hostKeys = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
] satisfies ServerHostKeyAlgorithm[];

/** Offered to engineers' clients. docs/decisions/0024 says what is left out, and why. */
export const engineerAlgorithms = {
  kex: [...curves, ...groups],
  cipher: ciphers,
  hmac: macs,
  compress: ['none'],
  serverHostKey: hostKeys,
} satisfies Algorithms;

/** The signature algorithms that a user key or a host key may sign with. */
export const signatureAlgorithms: readonly string[] = hostKeys;

/** Key exchanges for servers that support only SHA-1, named as in ModifyHost's `PrefKex`; best first. */
export const legacyKeyExchanges = [
  'diffie-hellman-group-exchange-sha1',
  'diffie-hellman-group14-sha1',
  'diffie-hellman-group1-sha1',
] as const satisfies KexAlgorithm[];
export type LegacyKeyExchange = (typeof legacyKeyExchanges)[number];

const legacyCiphers = ['aes128-cbc', 'aes192-cbc', 'aes256-cbc', '3des-cbc'] satisfies CipherAlgorithm[];
const legacyMacs = ['hmac-sha1-etm@openssh.com', 'hmac-sha1', 'hmac-md5'] satisfies MacAlgorithm[];

/** How the offer to one server differs from the standard one. */
export interface ServerPreferences {
  /** The preferred type of host key, for example that of the pinned key; a server with several presents this one. */
  readonly hostKeyType?: string;
  /** Also offers SHA-1 and older algorithms, after all others. */
  readonly legacyAlgorithms?: boolean;
  /** The key exchange to list first. Setting it also offers the other legacy algorithms. */
  readonly preferredKeyExchange?: LegacyKeyExchange;
}

/** Offered to servers, best first. */
export function serverAlgorithms(preferences: ServerPreferences = {}): Algorithms {
  const { hostKeyType, legacyAlgorithms = false, preferredKeyExchange } = preferences;
  const legacy = <T>(names: readonly T[]) => (legacyAlgorithms || preferredKeyExchange ? names : []);
  const kex: KexAlgorithm[] = [
    ...curves,
    'diffie-hellman-group-exchange-sha256',
    ...groups,
    ...legacy(legacyKeyExchanges),
  ];
  const serverHostKey: ServerHostKeyAlgorithm[] = [...hostKeys, ...legacy(['ssh-rsa' as const])];
  return {
    kex: first(kex, (name) => name === preferredKeyExchange),
    cipher: [...ciphers, 'chacha20-poly1305@openssh.com', ...legacy(legacyCiphers)],
    hmac: [...macs, ...legacy(legacyMacs)],
    compress: ['none'],
    serverHostKey: first(serverHostKey, (name) => keyTypeOf(name) === hostKeyType),
  };
}

function keyTypeOf(algorithm: string): string {
  return algorithm.startsWith('rsa-') ? 'ssh-rsa' : algorithm;
}

function first<T>(names: readonly T[], isPreferred: (name: T) => boolean): T[] {
  return [...names.filter(isPreferred), ...names.filter((name) => !isPreferred(name))];
}
