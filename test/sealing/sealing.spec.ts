import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { Redacted } from '../../src/common/redacted.ts';
import { aesGcmDecrypt, aesGcmEncrypt, encodePlace } from '../../src/sealing/aes-gcm.ts';
import { MasterKeySealing } from '../../src/sealing/master-key-sealing.ts';
import { SealBroken, type SealingPlace } from '../../src/sealing/sealing.api.ts';

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
const part = fc.string({ unit: 'binary', maxLength: 8 });
const place = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts as unknown as SealingPlace);
const sealing = new MasterKeySealing(new Redacted(randomBytes(32)));

function seal(plaintext: Buffer, at: SealingPlace): Buffer {
  return sealing.seal(new Redacted(plaintext), at);
}

describe('a sealed value', () => {
  it('opens at its place', () => {
    fc.assert(
      fc.property(bytes, place, (plaintext, at) => {
        expect(sealing.open(seal(plaintext, at), at).reveal()).toEqual(plaintext);
      }),
    );
  });

  it('opens at no other place', () => {
    fc.assert(
      fc.property(bytes, place, place, (plaintext, at, other) => {
        fc.pre(JSON.stringify(at) !== JSON.stringify(other));
        expect(() => sealing.open(seal(plaintext, at), other)).toThrow(SealBroken);
      }),
    );
  });

  it('does not open when parts of its place are joined or split in another way', () => {
    expect(() => sealing.open(seal(Buffer.from('x'), ['ab', 'c']), ['a', 'bc'])).toThrow(SealBroken);
    expect(() => sealing.open(seal(Buffer.from('x'), ['ab', '']), ['ab'])).toThrow(SealBroken);
    expect(() => sealing.open(seal(Buffer.from('x'), ['\ud800']), ['\udfff'])).toThrow(SealBroken);
  });

  it('does not open when a bit was flipped anywhere', () => {
    fc.assert(
      fc.property(bytes, place, fc.nat(), fc.nat(7), (plaintext, at, position, bit) => {
        const sealed = seal(plaintext, at);
        sealed[position % sealed.length]! ^= 1 << bit;
        expect(() => sealing.open(sealed, at)).toThrow(SealBroken);
      }),
    );
  });

  it('does not open when it was cut at either end or made longer', () => {
    fc.assert(
      fc.property(bytes, place, fc.nat(), (plaintext, at, length) => {
        const sealed = seal(plaintext, at);
        expect(() => sealing.open(sealed.subarray(0, length % sealed.length), at)).toThrow(SealBroken);
        expect(() => sealing.open(sealed.subarray(1 + (length % sealed.length)), at)).toThrow(SealBroken);
        expect(() => sealing.open(Buffer.concat([sealed, Buffer.from([0])]), at)).toThrow(SealBroken);
      }),
    );
  });

  it('does not open under another master key', () => {
    const other = new MasterKeySealing(new Redacted(randomBytes(32)));
    expect(() => other.open(seal(Buffer.from('x'), ['here']), ['here'])).toThrow(SealBroken);
  });

  it('looks different each time', () => {
    expect(seal(Buffer.from('x'), ['here']).equals(seal(Buffer.from('x'), ['here']))).toBe(false);
  });

  it('names its place and nothing else when it does not open', () => {
    const sealed = seal(Buffer.from('canary'), ['secret', 'db']);
    expect(() => sealing.open(sealed.subarray(0, -1), ['secret', 'db'])).toThrow(
      'the ciphertext of secret/db does not open',
    );
  });
});

describe('AES-GCM', () => {
  const key = randomBytes(32);

  it('refuses to work without a place', () => {
    const nowhere = Buffer.alloc(0);
    expect(() => aesGcmEncrypt(key, Buffer.from('x'), nowhere)).toThrow(RangeError);
    expect(() => aesGcmDecrypt(key, aesGcmEncrypt(key, Buffer.from('x'), encodePlace(['a'])), nowhere)).toThrow(
      RangeError,
    );
  });

  it('refuses a tag that was shortened', () => {
    const sealed = aesGcmEncrypt(key, Buffer.from('some text'), encodePlace(['a']));
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => aesGcmDecrypt(key, sealed.subarray(0, length), encodePlace(['a']))).toThrow(
        /too short|unable to authenticate/,
      );
    }
  });

  it('refuses keys of other lengths', () => {
    expect(() => aesGcmEncrypt(randomBytes(16), Buffer.from('x'), encodePlace(['a']))).toThrow('Invalid key length');
  });

  it('encodes different places differently', () => {
    const parts = fc.array(part, { maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        expect(encodePlace(one).equals(encodePlace(other))).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });
});
