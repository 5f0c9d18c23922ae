import type { Caller } from '../common/caller.ts';

/** The right of a broker to log on with a secret's current value before a rotation changes it on the host. */
export interface ConnectLease {
  readonly id: string;
  readonly expiresAt: Date;
}

/** Lets a broker and a rotation of the same secret wait for each other (decision 0007). */
export abstract class ConnectLeases {
  /**
   * A lease of 15 seconds; undefined while a rotation of the secret is changing the host.
   * @throws Forbidden.ResourceNotFound, Rejected.ResourceInDeleteWindow
   */
  abstract take(caller: Caller, secretName: string): Promise<ConnectLease | undefined>;
  abstract release(lease: ConnectLease): Promise<void>;
}
