import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import type { PacketDecipher, Protocol } from '../ssh2-internals.ts';

interface CipherLibrary {
  readonly CIPHER_INFO: Record<string, { readonly keyLen: number; readonly ivLen: number }>;
  readonly MAC_INFO: Record<string, { readonly len: number }>;
  createDecipher(options: object): PacketDecipher;
}

const theirLimit = 'const MAX_PACKET_SIZE = 35000;';
const ourLimit = `const MAX_PACKET_SIZE = ${256 * 1024};`;

const larger = decryptMethods(compileWithOurLimit());

/**
 * Accepts packets of up to 256 KiB after the login, as OpenSSH does: a command is one packet. ssh2 1.17.0 ends the
 * connection above 35,000 bytes, by a constant in the module of its deciphers. That module is therefore compiled a
 * second time with another constant, and only the method that compares with it is taken from there. To be called after
 * each key exchange, which makes a new decipher.
 */
export function takeLargePackets(protocol: Protocol): void {
  const { _decipher: decipher } = protocol;
  const small = decipher.decrypt;
  const large = larger.get(decipher.constructor.name);
  if (!large) throw new Error(`ssh2 has an unknown decipher: ${decipher.constructor.name}`);
  decipher.decrypt = (...chunk) => (protocol._authenticated ? large : small).apply(decipher, chunk);
}

function compileWithOurLimit(): CipherLibrary {
  const path = createRequire(import.meta.url).resolve('ssh2/lib/protocol/crypto.js');
  const source = readFileSync(path, 'utf8');
  if (source.split(theirLimit).length !== 2) throw new Error('ssh2 limits its packets differently');
  const module = { exports: {} };
  const parameters = ['exports', 'require', 'module'];
  compileFunction(source.replace(theirLimit, ourLimit), parameters, { filename: path })(
    module.exports,
    createRequire(path),
    module,
  );
  return module.exports as CipherLibrary;
}

/** The decrypt method of each decipher class, with and without ssh2's native binding, by the name of the class. */
function decryptMethods({ CIPHER_INFO, MAC_INFO, createDecipher }: CipherLibrary) {
  const macInfo = MAC_INFO['hmac-sha2-256']!;
  const deciphers = ['aes128-gcm@openssh.com', 'chacha20-poly1305@openssh.com', 'aes128-ctr'].flatMap((name) => {
    const decipherInfo = CIPHER_INFO[name]!;
    const keys = { decipherKey: Buffer.alloc(decipherInfo.keyLen), decipherIV: Buffer.alloc(decipherInfo.ivLen) };
    const inbound = { seqno: 0, onPayload: () => undefined, decipherInfo, ...keys };
    const mac = { macInfo, macKey: Buffer.alloc(macInfo.len) };
    return [true, false].map((forceNative) => createDecipher({ inbound: { ...inbound, ...mac, forceNative } }));
  });
  return new Map(deciphers.map((decipher) => [decipher.constructor.name, decipher.decrypt] as const));
}
