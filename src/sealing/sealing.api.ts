import { Outage } from '../common/outage.ts';
import type { Redacted } from '../common/redacted.ts';

/**
 * The parts of the place that a ciphertext belongs to, outermost first, for example `['ssh-host-key', 'ed25519']`. They
 * are bound as additional authenticated data: a ciphertext opens only at the place it was sealed for.
 */
export type SealingPlace = readonly [string, ...string[]];

/**
 * Seals data at rest under keys that are wrapped under the master key (AES-256-GCM, random 96-bit IV, format byte in
 * front).
 */
export abstract class Sealing {
  abstract seal(plaintext: Redacted<Buffer>, place: SealingPlace): Buffer;

  /** @throws SealBroken when the ciphertext was changed, truncated, or sealed for another place; SealingKeyMissing */
  abstract open(sealed: Buffer, place: SealingPlace): Redacted<Buffer>;
}

/** A ciphertext that does not open at its place. The message names the place, never a value. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';

  constructor(place: SealingPlace, options?: ErrorOptions) {
    super(`the ciphertext of ${place.join('/')} cannot be opened`, options);
  }
}

/** A ciphertext under a key that this process does not have yet. It picks up new keys within a second. */
export class SealingKeyMissing extends Outage {
  override readonly name = 'SealingKeyMissing';

  constructor(place: SealingPlace) {
    super(`the ciphertext of ${place.join('/')} cannot be opened yet: its sealing key is not loaded`);
  }
}

/**
 * Whether a ciphertext that a client sent back does not open: forged, changed, or from before a rotation of the master
 * key.
 */
export function isUnopened(error: unknown): boolean {
  return error instanceof SealBroken || error instanceof SealingKeyMissing;
}
