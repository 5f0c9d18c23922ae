import { randomDigits } from '../../common/identifiers.ts';

/** 16 digits. */
export function newAccountId(): string {
  return `1${randomDigits(15)}`;
}
