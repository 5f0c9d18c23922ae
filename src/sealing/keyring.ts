import type { Redacted } from '../common/redacted.ts';
import { SealBroken, Sealing, SealingKeyMissing, type SealingPlace } from './sealing.api.ts';
import { keyNumberOf, type SealingKey } from './sealing-key.ts';

/** Seals under one key and opens what any of its keys has sealed. */
export class Keyring extends Sealing {
  private readonly keys = new Map<number, SealingKey>();
  private sealingKey?: SealingKey;

  get current(): SealingKey {
    if (!this.sealingKey) throw new Error('the keyring has no key yet');
    return this.sealingKey;
  }

  get all(): SealingKey[] {
    return [...this.keys.values()];
  }

  has(id: Buffer): boolean {
    return this.keys.has(id.readUInt32BE());
  }

  add(key: SealingKey): void {
    this.keys.set(key.id.readUInt32BE(), key);
  }

  sealUnder(id: Buffer): void {
    this.sealingKey = this.keys.get(id.readUInt32BE()) ?? this.sealingKey;
  }

  override seal(plaintext: Redacted<Buffer>, place: SealingPlace): Buffer {
    return this.current.seal(plaintext, place);
  }

  override open(sealed: Buffer, place: SealingPlace): Redacted<Buffer> {
    const number = keyNumberOf(sealed);
    if (number === undefined) throw new SealBroken(place);
    const key = this.keys.get(number);
    if (!key) throw new SealingKeyMissing(place);
    return key.open(sealed, place);
  }
}
