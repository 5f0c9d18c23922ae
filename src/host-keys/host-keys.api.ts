import type { EntityManager } from 'typeorm';

/** A server as it is dialled. Pins belong to (account, address, port). */
export interface HostAddress {
  readonly accountId: string;
  readonly address: string;
  readonly port: number;
}

/** The pinned host key of a server. */
export interface HostKeyPin {
  /** The key type as in the key's wire form, for example `ssh-ed25519`. */
  readonly keyType: string;
  /** The public key in SSH wire form. */
  readonly publicKey: Buffer;
}

/**
 * Pins of target host keys. A key is pinned on first use; a changed key is refused, even one of another type. An entry
 * that can be dialled at an address holds the pin there. The pin is forgotten with its last holder, so the next
 * connection pins anew.
 */
export abstract class HostKeys {
  /** True when the key is the pinned one or has just been pinned, false when another one is pinned. */
  abstract trust(host: HostAddress, publicKey: Buffer): Promise<boolean>;
  abstract find(host: HostAddress): Promise<HostKeyPin | undefined>;
  /**
   * Call `hold` and `release` in the transaction that changes the holder's own row, after that change. `holder` names
   * the row, for example `host/12`.
   */
  abstract hold(tx: EntityManager, host: HostAddress, holder: string): Promise<void>;
  abstract release(tx: EntityManager, host: HostAddress, holder: string): Promise<void>;
}
