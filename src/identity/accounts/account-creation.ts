import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import type { KeyPair } from '../access-keys/key-pair.ts';
import { AccessDenied, Accounts } from '../identity.api.ts';
import { NewAccounts } from '../new-accounts.api.ts';
import { AccountEntity } from './account.entity.ts';
import { RootAccessKeys } from '../root-access-keys.api.ts';
import { newAccountId } from './new-account-id.ts';

export interface CreatedAccount {
  readonly accountId: string;
  readonly createdAt: Date;
  readonly rootAccessKey: KeyPair;
}

/** Creates further accounts, for the root of the installation's first one. */
@Injectable()
export class AccountCreation {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: Accounts,
    private readonly rootAccessKeys: RootAccessKeys,
    private readonly newAccounts: NewAccounts,
    private readonly clock: Clock,
  ) {}

  create(caller: Caller, resource: string): Promise<CreatedAccount> {
    this.refuseOthers(caller, resource);
    const accountId = newAccountId();
    const createdAt = this.clock.now();
    return this.dataSource.transaction(async (tx) => {
      await tx.insert(AccountEntity, { accountId, isPrimary: false, createdAt });
      const rootAccessKey = await this.rootAccessKeys.make(tx, accountId);
      await this.newAccounts.announce(tx, accountId);
      return { accountId, createdAt, rootAccessKey };
    });
  }

  // Regardless of policies: whoever creates an account gets its root AccessKey.
  private refuseOthers(caller: Caller, resource: string): void {
    if (caller.identity.kind === 'Account' && caller.accountId === this.accounts.primaryAccountId()) return;
    const denial = { noPermissionType: 'ImplicitDeny', policyType: 'AccountLevelIdentityBasedPolicy' } as const;
    throw new AccessDenied(caller, { action: 'ram:CreateAccount', resource }, denial);
  }
}
