import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../common/clock.ts';
import { HostKeyRows } from './host-key-rows.ts';
import { keyTypeOf } from './key-type.ts';
import { comparablePlace, type Place } from './place.api.ts';

/** The pinned host key of a server. */
export interface HostKeyPin {
  /** The key type as in the key's wire form, for example `ssh-ed25519`. */
  readonly keyType: string;
  /** The public key in SSH wire form. */
  readonly publicKey: Buffer;
}

/**
 * Pins of target host keys, shared by all processes. A key is pinned on first use; a changed key is refused, even one
 * of another type. An entry that can be dialled at a place holds the pin there. The pin is forgotten with its last
 * holder, so the next connection pins anew.
 */
@Injectable()
export class HostKeys {
  constructor(
    private readonly rows: HostKeyRows,
    private readonly clock: Clock,
  ) {}

  /** True when the key is the pinned one or has just been pinned, false when another one is pinned. */
  async trust(place: Place, publicKey: Buffer): Promise<boolean> {
    const pin = (await this.find(place)) ?? (await this.pin(place, publicKey)) ?? (await this.find(place));
    return pin !== undefined && pin.publicKey.equals(publicKey);
  }

  /** False, too, where nothing is pinned yet. */
  async isPinned(place: Place, publicKey: Buffer): Promise<boolean> {
    return (await this.find(place))?.publicKey.equals(publicKey) ?? false;
  }

  async find(place: Place): Promise<HostKeyPin | undefined> {
    const row = await this.rows.find(comparablePlace(place));
    return row ? { keyType: row.keyType, publicKey: row.publicKey } : undefined;
  }

  /**
   * Call `hold` and `release` in the transaction that changes the holder's own row, after that change. `holder` names
   * the row, for example `host/12`.
   */
  hold(tx: EntityManager, place: Place, holder: string): Promise<void> {
    return this.rows.addHolder(tx, comparablePlace(place), holder);
  }

  release(tx: EntityManager, place: Place, holder: string): Promise<void> {
    return this.rows.removeHolder(tx, comparablePlace(place), holder);
  }

  /** The new pin; undefined when another process pinned at the same time. */
  private async pin(place: Place, publicKey: Buffer): Promise<HostKeyPin | undefined> {
    const pin = { ...comparablePlace(place), keyType: keyTypeOf(publicKey), publicKey, pinnedAt: this.clock.now() };
    return (await this.rows.pin(pin)) ? pin : undefined;
  }
}
