import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Caller } from '../common/caller.ts';
import { RotatedSecrets } from '../kms/rotated-secrets.api.ts';
import { ConnectLeaseRows } from './store/connect-lease-rows.ts';

/** The right of a broker to log on with a secret's current value before a rotation changes it on the host. */
export interface ConnectLease {
  readonly id: string;
  readonly expiresAt: Date;
}

/** Lets a broker and a rotation of the same secret wait for each other (decision 0007). */
@Injectable()
export class ConnectLeases {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: RotatedSecrets,
    private readonly rows: ConnectLeaseRows,
  ) {}

  /**
   * A lease of 15 seconds; undefined while a rotation of the secret is changing the host.
   * @throws Forbidden.ResourceNotFound, Rejected.ResourceInDeleteWindow
   */
  take(caller: Caller, secretName: string): Promise<ConnectLease | undefined> {
    return this.dataSource.transaction(async (tx) => {
      const secret = await this.secrets.lock(caller, tx, secretName);
      secret.refuseDeleteWindow();
      return this.rows.add(tx, secret);
    });
  }

  release({ id }: ConnectLease): Promise<void> {
    return this.rows.remove(id);
  }
}
