import { randomBytes } from 'node:crypto';
import { poolPadding } from '../../src/ssh/padding.ts';
import { cipherCases, cipherPair, library } from '../support/cipher-pair.ts';

describe('padding from a pool', () => {
  beforeAll(() => library.init);

  it.each(cipherCases())('keeps to the layout of %s (%s) %s the native binding', (name, mac, _with, forceNative) => {
    const theirs = cipherPair(name, mac, forceNative).cipher;
    const ours = cipherPair(name, mac, forceNative);
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
    const { cipher } = cipherPair('aes128-gcm@openssh.com', '', false);
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
