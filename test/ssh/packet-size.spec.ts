import { randomBytes } from 'node:crypto';
import { takeLargePackets } from '../../src/ssh/patches/packet-size.ts';
import type { Protocol } from '../../src/ssh/ssh2-internals.ts';
import { cipherCases, cipherPair, library } from '../support/cipher-pair.ts';

const most = 256 * 1024;

describe('packets', () => {
  beforeAll(() => library.init);

  it.each(cipherCases())('of %s (%s), %s the native binding, grow with the login', (name, mac, _with, forceNative) => {
    const { decipher, through } = cipherPair(name, mac, forceNative);
    const protocol = { _decipher: decipher, _authenticated: false };
    takeLargePackets(protocol as Protocol);
    for (const length of [1, 34_000]) expect(through(randomBytes(length)).length).toBe(length);
    protocol._authenticated = true;
    for (const length of [1, 40_000, most - 100, 2]) {
      const payload = randomBytes(length);
      expect(through(payload).equals(payload)).toBe(true);
    }
    expect(() => through(randomBytes(most + 1))).toThrow(/^Bad packet length/);
  });

  it.each(cipherCases())(
    'of %s (%s), %s the native binding, are small before the login',
    (name, mac, _with, forceNative) => {
      const { decipher, through } = cipherPair(name, mac, forceNative);
      takeLargePackets({ _decipher: decipher, _authenticated: false } as Protocol);
      expect(() => through(randomBytes(35_001))).toThrow(/^Bad packet length/);
    },
  );
});
