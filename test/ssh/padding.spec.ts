import { randomBytes } from 'node:crypto';
import { poolPadding } from '../../src/ssh/padding.ts';
import { cipherCases, cipherPair, library } from '../support/cipher-pair.ts';

describe('padding from a pool', () => {
  beforeAll(() => library.init);

  it.each(cipherCases())('keeps to the layout of %s (%s) %s the native binding', (name, mac, _with, forceNative) => {
    const theirs = cipherPair(name, mac, forceNative).cipher;
    const ours = cipherPair(name, mac, forceNative);
    poolPadding(ours.cipher);
    const layoutOf = (packet: Buffer) => [packet.length, packet.readUInt32BE(0), packet[4]];
    const lengths = Array.from({ length: 100 }, (_, length) => length);
    expect(lengths.map((length) => layoutOf(ours.cipher.allocPacket(length)))).toEqual(
      lengths.map((length) => layoutOf(theirs.allocPacket(length))),
    );
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
