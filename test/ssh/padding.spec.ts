import { createRequire } from 'node:module';
import { randomBytes } from 'node:crypto';
import { offer } from '../../src/ssh/algorithms.ts';
import { poolPadding } from '../../src/ssh/padding.ts';
import type { PacketCipher } from '../../src/ssh/ssh2-internals.ts';

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
  createDecipher(options: object): { decrypt(data: Buffer, from: number, to: number): unknown };
}
const library = require('ssh2/lib/protocol/crypto.js') as Library;

/** Both directions of a cipher, with ssh2's native binding or without it. */
function pair(cipher: string, mac: string, forceNative: boolean): { cipher: Cipher; through(payload: Buffer): Buffer } {
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

describe('padding from a pool', () => {
  beforeAll(() => library.init);

  const cases = offer.cipher.flatMap((cipher) =>
    offer.hmac.flatMap((mac) =>
      [true, false].map((forceNative) => [cipher, mac, forceNative ? 'without' : 'with', forceNative] as const),
    ),
  );

  it.each(cases)('keeps to the layout of %s (%s) %s the native binding', (name, mac, _with, forceNative) => {
    const theirs = pair(name, mac, forceNative).cipher;
    const ours = pair(name, mac, forceNative);
    poolPadding(ours.cipher);
    for (let length = 0; length < 100; length++) {
      const [one, other] = [theirs.allocPacket(length), ours.cipher.allocPacket(length)];
      expect([other.length, other.readUInt32BE(0), other[4]]).toEqual([one.length, one.readUInt32BE(0), one[4]]);
    }
    for (const length of [1, 15, 16, 17, 1000, 32_777]) {
      const payload = randomBytes(length);
      expect(ours.through(payload).equals(payload)).toBe(true);
    }
  });

  it('uses no bytes twice', () => {
    const { cipher } = pair('aes128-gcm@openssh.com', '', false);
    poolPadding(cipher);
    const paddings = Array.from({ length: 20_000 }, () => {
      const packet = cipher.allocPacket(10);
      const length = packet[4]!;
      return packet.subarray(15, 15 + length).toString('hex');
    });
    expect(new Set(paddings).size).toBe(paddings.length);
  });

  it('refuses a cipher that it does not know', () => {
    expect(() => poolPadding({ allocPacket: () => Buffer.alloc(32) })).toThrow('unknown cipher');
  });
});
