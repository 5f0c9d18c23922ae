import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { decodeBlob, encodeBlob } from '../../src/kms/keys/ciphertext-blob.ts';
import { canonicalContext, contextPairs } from '../../src/kms/keys/encryption-context.ts';
import { encodePss, verifyPss } from '../../src/kms/keys/emsa-pss.ts';
import { CiphertextBroken, decipher, encipher } from '../../src/kms/keys/key-cipher.ts';
import { plaintextForms } from '../../src/kms/keys/plaintext.ts';

const id = fc.stringMatching(/^[\w-]{1,64}$/);
const form = fc.constantFrom(...plaintextForms);
const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((array) => Buffer.from(array));
const context = fc.dictionary(fc.string(), fc.string(), { maxKeys: 8 });

describe('a ciphertext blob', () => {
  it('returns what was put into it', () => {
    fc.assert(
      fc.property(form, id, id, id, bytes, (form, accountId, keyId, keyVersionId, plaintext) => {
        const key = randomBytes(32);
        const sealed = encipher(key, keyVersionId, plaintext, ['place']);
        const blob = decodeBlob(encodeBlob({ form, accountId, keyId, sealed }));
        expect(blob).toEqual({ form, accountId, keyId, keyVersionId, sealed });
        expect(decipher(key, keyVersionId, sealed, ['place'])).toEqual(plaintext);
      }),
    );
  });

  it('of any bytes is read or refused, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (array) => {
        const blob = decodeBlob(Buffer.from(array));
        const parts = blob ? [blob.accountId, blob.keyId, blob.keyVersionId] : ['none'];
        expect(parts.every((part) => /^[\w-]+$/.test(part))).toBe(true);
      }),
    );
  });

  it('opens at its place only', () => {
    const key = randomBytes(32);
    const place = fc.array(fc.string(), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(place, place, (own, other) => {
        fc.pre(JSON.stringify(own) !== JSON.stringify(other));
        const sealed = encipher(key, 'v1', Buffer.from('x'), own);
        expect(() => decipher(key, 'v1', sealed, other)).toThrow(CiphertextBroken);
      }),
    );
  });
});

describe('an encryption context', () => {
  const shuffled = (pairs: [string, string][]) => Object.fromEntries([...pairs].reverse());

  it('has one canonical text, whatever the order of its pairs', () => {
    fc.assert(
      fc.property(context, (pairs) => {
        const text = canonicalContext(JSON.stringify(pairs));
        expect(canonicalContext(JSON.stringify(shuffled(Object.entries(pairs)), null, 2))).toBe(text);
      }),
    );
  });

  it('has a different text from any other context', () => {
    fc.assert(
      fc.property(context, context, (one, other) => {
        const isSame = canonicalContext(JSON.stringify(one)) === canonicalContext(JSON.stringify(other));
        const sorted = (pairs: Record<string, string>) => JSON.stringify(Object.entries(pairs).sort());
        expect(isSame).toBe(sorted(one) === sorted(other));
      }),
    );
  });

  it('has only strings, and the name of a prototype is an ordinary name', () => {
    expect(contextPairs('{"__proto__":"x","constructor":"y"}')).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    for (const json of ['{"a":1}', '{"a":null}', '{"a":["b"]}', '{"a":{}}']) expect(contextPairs(json)).toBeUndefined();
    expect(canonicalContext('{}')).toBe(canonicalContext());
  });
});

describe('EMSA-PSS', () => {
  it('verifies its own blocks, and none with a bit changed', () => {
    const digest = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((array) => Buffer.from(array));
    fc.assert(
      fc.property(digest, fc.nat({ max: 2047 }), (hash, bit) => {
        const block = encodePss(hash, 2048);
        expect(verifyPss(hash, block)).toBe(true);
        const byte = bit >> 3;
        block[byte] = (block[byte] as number) ^ (1 << (bit & 7));
        expect(verifyPss(hash, block)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
