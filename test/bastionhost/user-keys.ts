import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Redacted } from '../../src/common/redacted.ts';
import { generateSshKeyPair, parsePrivateKey, type SshKeyPair } from '../../src/ssh/keys.ts';
import { wireString } from '../../src/ssh/wire.ts';

/** Keys of each type and size that users log on with. */
export const userKeys: Readonly<Record<string, () => Promise<SshKeyPair>>> = {
  ed25519: () => generateSshKeyPair('ed25519'),
  'rsa-2048': () => rsaKey(2048),
  'rsa-4096': () => rsaKey(4096),
  'ecdsa-p256': () => generateSshKeyPair('ecdsa-p256'),
  'ecdsa-p384': () => curveKey('P-384'),
  'ecdsa-p521': () => curveKey('P-521'),
};

export function rsaKey(bits: number): Promise<SshKeyPair> {
  return pairOf(generateKeyPairSync('rsa', { modulusLength: bits }).privateKey, 'pkcs1');
}

function curveKey(namedCurve: string): Promise<SshKeyPair> {
  return pairOf(generateKeyPairSync('ec', { namedCurve }).privateKey, 'sec1');
}

async function pairOf(key: KeyObject, type: 'pkcs1' | 'sec1'): Promise<SshKeyPair> {
  const privateKey = new Redacted(key.export({ type, format: 'pem' }).toString());
  return { privateKey, publicKey: (await parsePrivateKey(privateKey)).publicKey.authorizedKey };
}

/** The line of a key whose private half is on a FIDO token. */
export const securityKey = `sk-ssh-ed25519@openssh.com ${Buffer.concat([
  wireString('sk-ssh-ed25519@openssh.com'),
  wireString(Buffer.alloc(32, 9)),
  wireString('ssh:'),
]).toString('base64')}`;
