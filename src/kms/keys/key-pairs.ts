import { createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { Redacted } from '../../common/redacted.ts';
import type { KeyAlgorithm } from './key-spec.ts';

/** A key pair as it is stored: PKCS #8 and SubjectPublicKeyInfo. */
export interface KeyPair {
  readonly privateKey: Redacted<Buffer>;
  readonly publicKey: Buffer;
}

const publicKeyEncoding = { type: 'spki', format: 'der' } as const;
const privateKeyEncoding = { type: 'pkcs8', format: 'der' } as const;
const generate = promisify(generateKeyPair);

/** Makes a key pair off the event loop, since an RSA one may take seconds. */
export async function makeKeyPair(algorithm: Extract<KeyAlgorithm, { kind: 'rsa' | 'ec' }>): Promise<KeyPair> {
  const { privateKey, publicKey } = await generateOf(algorithm);
  return { privateKey: new Redacted(privateKey), publicKey };
}

function generateOf(algorithm: Extract<KeyAlgorithm, { kind: 'rsa' | 'ec' }>) {
  if (algorithm.kind === 'rsa')
    return generate('rsa', { modulusLength: algorithm.modulusBits, publicKeyEncoding, privateKeyEncoding });
  return generate('ec', { namedCurve: algorithm.curve, publicKeyEncoding, privateKeyEncoding });
}

/** `spki` is a SubjectPublicKeyInfo. */
export function publicKeyPem(spki: Buffer): string {
  return createPublicKey({ key: spki, format: 'der', type: 'spki' }).export({ type: 'spki', format: 'pem' }).toString();
}
