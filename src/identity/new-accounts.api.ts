import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** What is done for each new account, in the transaction that creates the account. */
export type NewAccountListener = (tx: EntityManager, accountId: string) => Promise<void>;

/** Accounts that are created after the first one. */
@Injectable()
export class NewAccounts {
  private readonly listeners: NewAccountListener[] = [];

  /** Must be called while the service starts. A listener that throws prevents the account from being created. */
  onCreate(listener: NewAccountListener): void {
    this.listeners.push(listener);
  }

  async announce(tx: EntityManager, accountId: string): Promise<void> {
    for (const listener of this.listeners) await listener(tx, accountId);
  }
}
