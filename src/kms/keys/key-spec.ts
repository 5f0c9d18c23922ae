export type KeyUsage = 'ENCRYPT/DECRYPT' | 'SIGN/VERIFY' | 'GENERATE/VERIFY_MAC';

export type KeyAlgorithm =
  | { readonly kind: 'symmetric'; readonly bytes: number }
  | { readonly kind: 'rsa'; readonly modulusBits: number }
  | { readonly kind: 'ec'; readonly curve: 'P-256' | 'secp256k1' }
  | { readonly kind: 'hmac'; readonly hash: string; readonly bytes: number };

export type KeyKind = KeyAlgorithm['kind'];

/**
 * The published specs except those that need an HSM. The names of the HMAC specs and of their usage are inferred from
 * the algorithms.
 */
const specs = {
  Aliyun_AES_256: { kind: 'symmetric', bytes: 32 },
  Aliyun_AES_192: { kind: 'symmetric', bytes: 24 },
  Aliyun_AES_128: { kind: 'symmetric', bytes: 16 },
  RSA_2048: { kind: 'rsa', modulusBits: 2048 },
  RSA_3072: { kind: 'rsa', modulusBits: 3072 },
  RSA_4096: { kind: 'rsa', modulusBits: 4096 },
  EC_P256: { kind: 'ec', curve: 'P-256' },
  EC_P256K: { kind: 'ec', curve: 'secp256k1' },
  HMAC_SHA_224: { kind: 'hmac', hash: 'sha224', bytes: 28 },
  HMAC_SHA_256: { kind: 'hmac', hash: 'sha256', bytes: 32 },
  HMAC_SHA_384: { kind: 'hmac', hash: 'sha384', bytes: 48 },
  HMAC_SHA_512: { kind: 'hmac', hash: 'sha512', bytes: 64 },
} as const satisfies Record<string, KeyAlgorithm>;

export type KeySpec = keyof typeof specs;

export const keySpecNames = Object.keys(specs) as KeySpec[];

export function algorithmOf(spec: KeySpec): KeyAlgorithm {
  return specs[spec];
}

/** The usages of each kind of key, the default first (documented: SIGN/VERIFY where the key supports it). */
const usages: Record<KeyKind, readonly [KeyUsage, ...KeyUsage[]]> = {
  symmetric: ['ENCRYPT/DECRYPT'],
  rsa: ['SIGN/VERIFY', 'ENCRYPT/DECRYPT'],
  ec: ['SIGN/VERIFY'],
  hmac: ['GENERATE/VERIFY_MAC'],
};

export const keyUsageNames = [...new Set(Object.values(usages).flat())];

/**
 * The usage of a new key: the one asked for, or the default of its spec. Undefined when the spec does not support the
 * one asked for.
 */
export function usageOf(spec: KeySpec, asked?: KeyUsage): KeyUsage | undefined {
  const possible = usages[algorithmOf(spec).kind];
  return asked === undefined ? possible[0] : possible.find((usage) => usage === asked);
}
