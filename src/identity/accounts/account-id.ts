import { randomInt } from 'node:crypto';

/** 16 digits. */
export function newAccountId(): string {
  return `1${Array.from({ length: 15 }, () => randomInt(10)).join('')}`;
}
