import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { serverAlgorithms } from '../../src/ssh/algorithms.ts';
import type { PacketCipher, PacketDecipher } from '../../src/ssh/ssh2-internals.ts';

const require = createRequire(import.meta.url);

interface CipherInfo {
  readonly keyLen: number;
  readonly ivLen: number;
  readonly authLen: number;
}
interface MacInfo {
  readonly len: number;
}
type Cipher = PacketCipher & { encrypt(packet: Buffer): void };
interface Library {
  readonly CIPHER_INFO: Record<string, CipherInfo>;
  readonly MAC_INFO: Record<string, MacInfo>;
  readonly init: Promise<void>;
  createCipher(options: object): Cipher;
  createDecipher(options: object): PacketDecipher;
}
export const library = require('ssh2/lib/protocol/crypto.js') as Library;

export interface CipherPair {
  readonly cipher: Cipher;
  readonly decipher: PacketDecipher;
  through(payload: Buffer): Buffer;
}

/** Every cipher on offer, legacy ones included, with every MAC, each without and with ssh2's native binding. */
export function cipherCases() {
  const { cipher, hmac } = serverAlgorithms({ legacyAlgorithms: true }) as Record<'cipher' | 'hmac', string[]>;
  return cipher.flatMap((name) =>
    hmac.flatMap((mac) =>
      [true, false].map((forceNative) => [name, mac, forceNative ? 'without' : 'with', forceNative] as const),
    ),
  );
}

/** Both directions of a cipher, with ssh2's native binding or without it. */
export function cipherPair(cipher: string, mac: string, forceNative: boolean): CipherPair {
  const cipherInfo = library.CIPHER_INFO[cipher]!;
  const macInfo = cipherInfo.authLen > 0 ? undefined : library.MAC_INFO[mac]!;
  const [key, iv] = [randomBytes(cipherInfo.keyLen), randomBytes(cipherInfo.ivLen)];
  const macKey = macInfo && randomBytes(macInfo.len);
  const written: Buffer[] = [];
  const payloads: Buffer[] = [];
  const outbound = {
    onWrite: (data: Buffer) => written.push(Buffer.from(data)),
    cipherInfo,
    cipherKey: key,
    cipherIV: Buffer.from(iv),
  };
  const inbound = {
    onPayload: (data: Buffer) => void payloads.push(Buffer.from(data)),
    decipherInfo: cipherInfo,
    decipherKey: key,
    decipherIV: Buffer.from(iv),
  };
  const rest = { seqno: 0, macInfo, macKey, forceNative };
  const made = library.createCipher({ outbound: { ...outbound, ...rest } });
  const back = library.createDecipher({ inbound: { ...inbound, ...rest } });
  return {
    cipher: made,
    decipher: back,
    through(payload) {
      const packet = made.allocPacket(payload.length);
      packet.set(payload, 5);
      made.encrypt(packet);
      const bytes = Buffer.concat(written.splice(0));
      back.decrypt(bytes, 0, bytes.length);
      return payloads.shift()!;
    },
  };
}
