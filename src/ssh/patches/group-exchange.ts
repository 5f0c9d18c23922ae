import { createPublicKey, diffieHellman, generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto';
import type { KeyExchange } from '../ssh2-internals.ts';

const tags = { integer: 0x02, bitString: 0x03, sequence: 0x30 } as const;
/** The published types lack `dh`. */
const generateInGroup = generateKeyPairSync as unknown as (
  type: 'dh',
  group: { readonly prime: Buffer; readonly generator: number },
) => KeyPairKeyObjectResult;

/** The OID 1.2.840.113549.1.3.1 with its tag and length. */
const dhKeyAgreement = Buffer.from('06092a864886f70d010301', 'hex');

/**
 * Generates our key in a group that a server has chosen. ssh2 1.17.0 would use `createDiffieHellman`, which first
 * proves that the prime is a safe one. That blocks the process for two seconds for 3,072 bits, and for more than half a
 * minute for 8,192. OpenSSH proves nothing here either: the group is the server's, and signed by it. To be called
 * before ssh2 reads the group. Both numbers are encoded as mpint.
 */
export function computeInGroup(exchange: KeyExchange, prime: Buffer, generator: Buffer): void {
  const keys = generateInGroup('dh', { prime, generator: Number(`0x${generator.toString('hex')}`) });
  const group = sequence(dhKeyAgreement, sequence(value(tags.integer, prime), value(tags.integer, generator)));
  exchange._public = publicValueOf(keys.publicKey.export({ type: 'spki', format: 'der' }));
  exchange._dh = {
    getPrime: () => prime,
    getGenerator: () => generator,
    computeSecret: (theirs) => {
      const key = sequence(group, value(tags.bitString, Buffer.concat([Buffer.alloc(1), value(tags.integer, theirs)])));
      return diffieHellman({
        privateKey: keys.privateKey,
        publicKey: createPublicKey({ key, type: 'spki', format: 'der' }),
      });
    },
  };
}

/** The integer at the end of a SubjectPublicKeyInfo (RFC 5280), after the algorithm and the number of unused bits. */
function publicValueOf(info: Buffer): Buffer {
  const [, bits] = childrenOf(childrenOf(info)[0]!);
  return childrenOf(bits!.subarray(1))[0]!;
}

/** The contents of consecutive DER values. */
function childrenOf(bytes: Buffer): Buffer[] {
  const children: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at + 1]!;
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
    const start = at + 2 + lengthBytes;
    const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
    children.push(bytes.subarray(start, (at = start + length)));
  }
  return children;
}

function sequence(...parts: Buffer[]): Buffer {
  return value(tags.sequence, Buffer.concat(parts));
}

function value(tag: number, content: Buffer): Buffer {
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(content.length);
  return Buffer.concat([Buffer.from([tag, 0x82]), length, content]);
}
