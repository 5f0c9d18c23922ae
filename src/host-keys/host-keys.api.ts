import type { EntityManager } from 'typeorm';

/** A server as it is dialled: pins belong to (account, address, port). */
export interface HostAddress {
  readonly accountId: string;
  readonly address: string;
  readonly port: number;
}

/** What is known of a server's host key. */
export interface HostKeyPin {
  /** The key's type as in its wire form, for example `ssh-ed25519`. */
  readonly keyType: string;
  /** The public key in SSH wire form. */
  readonly publicKey: Buffer;
}

/**
 * Pins of target host keys: pinned on first use, a changed key (another type too) is refused. What may be dialled at a place holds the
 * pin there, and with its last holder the pin is forgotten, so that the next connection pins anew.
 */
export abstract class HostKeys {
  /** True when the key is the pinned one or has just been pinned; false when another one is pinned. */
  abstract trust(host: HostAddress, publicKey: Buffer): Promise<boolean>;
  abstract find(host: HostAddress): Promise<HostKeyPin | undefined>;
  /** Both in the transaction that changes the holder's own row, after it. `holder` names that row, for example `host/12`. */
  abstract hold(tx: EntityManager, host: HostAddress, holder: string): Promise<void>;
  abstract release(tx: EntityManager, host: HostAddress, holder: string): Promise<void>;
}
