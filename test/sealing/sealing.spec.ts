import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { Redacted } from '../../src/common/redacted.ts';
import { aesGcmDecrypt, aesGcmEncrypt, encodePlace } from '../../src/sealing/aes-gcm.ts';
import { Keyring } from '../../src/sealing/keyring.ts';
import { SealingKey } from '../../src/sealing/sealing-key.ts';
import { SealBroken, SealingKeyMissing, type SealingPlace } from '../../src/sealing/sealing.api.ts';

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
const part = fc.string({ unit: 'binary', maxLength: 8 });
const place = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts as unknown as SealingPlace);
const sealing = keyringOf(SealingKey.random());

function keyringOf(key: SealingKey, ...others: SealingKey[]): Keyring {
  const keyring = new Keyring();
  for (const each of [key, ...others]) keyring.add(each);
  keyring.sealUnder(key.id);
  return keyring;
}

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
        // Bytes 1 to 4 name the key.
        const isKeyId = position % sealed.length >= 1 && position % sealed.length <= 4;
        expect(() => sealing.open(sealed, at)).toThrow(isKeyId ? SealingKeyMissing : SealBroken);
      }),
    );
  });

  it('does not open when it was cut at either end or made longer', () => {
    fc.assert(
      fc.property(bytes, place, fc.nat(), (plaintext, at, length) => {
        const sealed = seal(plaintext, at);
        expect(() => sealing.open(sealed.subarray(0, length % sealed.length), at)).toThrow(SealBroken);
        expect(() => sealing.open(sealed.subarray(1 + (length % sealed.length)), at)).toThrow(/cannot be opened/);
        expect(() => sealing.open(Buffer.concat([sealed, Buffer.from([0])]), at)).toThrow(SealBroken);
      }),
    );
  });

  it('opens under any key of the ring, and does not open without its own', () => {
    const [one, other] = [SealingKey.random(), SealingKey.random()];
    const sealed = keyringOf(one).seal(new Redacted(Buffer.from('x')), ['here']);
    expect(keyringOf(other, one).open(sealed, ['here']).reveal().toString()).toBe('x');
    expect(() => keyringOf(other).open(sealed, ['here'])).toThrow(SealingKeyMissing);
  });

  it('does not open under another key of the same id', () => {
    const key = SealingKey.random();
    const impostor = new SealingKey(key.id, SealingKey.random().material);
    expect(() => keyringOf(impostor).open(keyringOf(key).seal(new Redacted(Buffer.from('x')), ['a']), ['a'])).toThrow(
      SealBroken,
    );
  });

  it('looks different each time', () => {
    expect(seal(Buffer.from('x'), ['here']).equals(seal(Buffer.from('x'), ['here']))).toBe(false);
  });

  it('names only its place when it does not open', () => {
    const sealed = seal(Buffer.from('canary'), ['secret', 'db']);
    expect(() => sealing.open(sealed.subarray(0, -1), ['secret', 'db'])).toThrow(
      'the ciphertext of secret/db cannot be opened',
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
