import { type KeyObject, randomBytes } from 'node:crypto';
import { uint32, wireString } from './wire.ts';

export const header = '-----BEGIN OPENSSH PRIVATE KEY-----';
export const footer = '-----END OPENSSH PRIVATE KEY-----';
export const magic = 'openssh-key-v1\0';

const noCipher = Buffer.concat([wireString('none'), wireString('none'), wireString('')]);

/** An unencrypted OpenSSH private key file. `publicKey` is in wire form, `secretPart` already padded. */
export function openSshFile(publicKey: Buffer, secretPart: Buffer): string {
  const bytes = Buffer.concat([Buffer.from(magic), noCipher, uint32(1), wireString(publicKey), wireString(secretPart)]);
  const lines = bytes.toString('base64').match(/.{1,70}/g) ?? [];
  return [header, ...lines, footer, ''].join('\n');
}

/** An ed25519 private key as OpenSSH writes it. (ssh2's own output is malformed where the key begins with a zero.) */
export function ed25519File(key: KeyObject, comment = ''): string {
  const { x, d } = key.export({ format: 'jwk' });
  const [publicPart, seed] = [x, d].map((part) => Buffer.from(String(part), 'base64url')) as [Buffer, Buffer];
  const publicKey = Buffer.concat([wireString('ssh-ed25519'), wireString(publicPart)]);
  const check = randomBytes(4);
  const secret = [check, check, publicKey, wireString(Buffer.concat([seed, publicPart])), wireString(comment)];
  return openSshFile(publicKey, padded(Buffer.concat(secret)));
}

/** Pads with 1, 2, 3 … to a multiple of eight bytes. */
function padded(bytes: Buffer): Buffer {
  const missing = (8 - (bytes.length % 8)) % 8;
  return Buffer.concat([bytes, Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))]);
}
