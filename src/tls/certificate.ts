import type { Redacted } from '../common/redacted.ts';

/** A certificate with its key. */
export interface Certificate {
  /** PEM; of a chain, its own one first. */
  readonly chain: string;
  /** PEM. */
  readonly privateKey: Redacted<string>;
}
