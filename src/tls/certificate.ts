import type { Redacted } from '../common/redacted.ts';

/** A certificate and its key. */
export interface Certificate {
  /** PEM; in a chain, the certificate itself comes first. */
  readonly chain: string;
  /** PEM. */
  readonly privateKey: Redacted<string>;
}
