import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { NewAccounts } from '../identity.api.ts';
import { newAccountId } from './account-id.ts';
import { AccountEntity } from './account.entity.ts';

type Listener = (tx: EntityManager, accountId: string) => Promise<void>;

/** Creates accounts, with everything that others give each of them. */
@Injectable()
export class AccountCreation extends NewAccounts {
  private readonly listeners: Listener[] = [];

  constructor(private readonly clock: Clock) {
    super();
  }

  onCreate(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** Answers the account's id. */
  async create(tx: EntityManager): Promise<string> {
    const accountId = newAccountId();
    await tx.insert(AccountEntity, { accountId, isPrimary: false, createdAt: this.clock.now() });
    for (const listener of this.listeners) await listener(tx, accountId);
    return accountId;
  }
}
