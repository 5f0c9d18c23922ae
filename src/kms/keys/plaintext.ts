import type { Redacted } from '../../common/redacted.ts';

/** What a caller of Encrypt means: bytes, which travel in Base64, or text, which travels as it is. */
export const plaintextForms = ['bytes', 'text'] as const;
export type PlaintextForm = (typeof plaintextForms)[number];

/** What is encrypted; text is in UTF-8. */
export interface Plaintext {
  readonly form: PlaintextForm;
  readonly data: Redacted<Buffer>;
}

export const bytesOf = (data: Redacted<Buffer>): Plaintext => ({ form: 'bytes', data });
