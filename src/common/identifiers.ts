import { randomBytes, randomInt, randomUUID } from 'node:crypto';

const lowerAlphanumeric = 'abcdefghijklmnopqrstuvwxyz0123456789';
const alphanumeric = `${lowerAlphanumeric}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

function pick(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** `length` random lower-case letters and digits. */
export function randomLowerAlphanumeric(length: number): string {
  return pick(lowerAlphanumeric, length);
}

/** `length` random letters of both cases and digits. */
export function randomAlphanumeric(length: number): string {
  return pick(alphanumeric, length);
}

/** `length` random decimal digits. */
export function randomDigits(length: number): string {
  return pick('0123456789', length);
}

/** An upper-case UUID, like the vendor's RequestId. */
export function newRequestId(): string {
  return randomUUID().toUpperCase();
}

/** 32 lower-case hexadecimal digits, like the bastion's session ids. */
export function newSessionId(): string {
  return randomBytes(16).toString('hex');
}
