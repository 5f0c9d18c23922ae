import { sealedUnder } from './key-cipher.ts';
import { plaintextForms, type PlaintextForm } from './plaintext.ts';

/** A ciphertext with what is needed to find its key. */
export interface CiphertextBlob {
  readonly form: PlaintextForm;
  readonly accountId: string;
  readonly keyId: string;
  /** The version that `sealed` names. */
  readonly keyVersionId: string;
  /** What key-cipher wrote. */
  readonly sealed: Buffer;
}

// The key authenticates the form: a ciphertext does not open with the other byte in front.
const formats = { bytes: 1, text: 2 } as const;

/** The longest ciphertext: 6 KB of plaintext, plus room for what names the key and seals the plaintext. */
export const maxBlobBytes = 6_144 + 256;

/**
 * Format byte (the plaintext's form) · account id · key id · ciphertext. Each id is preceded by its length (1 byte).
 */
export function encodeBlob({ form, accountId, keyId, sealed }: Omit<CiphertextBlob, 'keyVersionId'>): Buffer {
  return Buffer.concat([Buffer.from([formats[form]]), lengthFirst(accountId), lengthFirst(keyId), sealed]);
}

/** Undefined for bytes that are not in the format of `encodeBlob`. Only the key can tell whether a ciphertext opens. */
export function decodeBlob(bytes: Buffer): CiphertextBlob | undefined {
  const form = plaintextForms.find((candidate) => formats[candidate] === bytes[0]);
  const accountId = form && readText(bytes, 1);
  const keyId = accountId && readText(bytes, accountId.end);
  if (!keyId) return undefined;
  const sealed = bytes.subarray(keyId.end);
  const keyVersionId = sealedUnder(sealed);
  return keyVersionId === undefined
    ? undefined
    : { form, accountId: accountId.text, keyId: keyId.text, keyVersionId, sealed };
}

function lengthFirst(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

const wellFormed = /^[\w-]+$/;

function readText(bytes: Buffer, start: number): { text: string; end: number } | undefined {
  const end = start + 1 + (bytes[start] ?? 0);
  const text = bytes.toString('latin1', start + 1, end);
  return end <= bytes.length && wellFormed.test(text) ? { text, end } : undefined;
}
