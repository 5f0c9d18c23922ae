import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { Environment } from '../../config/environment.ts';
import { insertNew } from '../../database/insert-new.ts';
import { AccountEntity } from './account.entity.ts';
import { Accounts } from '../identity.api.ts';
import { RootAccessKeys } from '../root-access-keys.api.ts';
import { ServiceLinkedRoles } from '../service-linked-roles.api.ts';
import { newAccountId } from './new-account-id.ts';

/** Creates the installation's first account and its root AccessKey at the first start. */
@Injectable()
export class PrimaryAccountService extends Accounts implements OnModuleInit {
  private accountId?: string;

  constructor(
    @InjectRepository(AccountEntity) private readonly accounts: Repository<AccountEntity>,
    private readonly rootAccessKeys: RootAccessKeys,
    private readonly serviceRoles: ServiceLinkedRoles,
    private readonly environment: Environment,
    private readonly clock: Clock,
  ) {
    super();
  }

  async onModuleInit(): Promise<void> {
    const own = {
      accountId: this.environment.accountId ?? newAccountId(),
      isPrimary: true,
      createdAt: this.clock.now(),
    };
    await insertNew(this.accounts.manager, AccountEntity, own, 'accountId');
    const { accountId } = await this.accounts.findOneByOrFail({ isPrimary: true });
    this.refuseAnother(accountId);
    await this.rootAccessKeys.ensure(accountId);
    await this.accounts.manager.transaction((tx) => this.serviceRoles.makeInitial(tx, accountId));
    this.accountId = accountId;
  }

  primaryAccountId(): string {
    if (!this.accountId) throw new Error('the primary account was asked for before the service started');
    return this.accountId;
  }

  private refuseAnother(accountId: string): void {
    const wanted = this.environment.accountId;
    if (wanted && wanted !== accountId) {
      throw new Error(`SALLYPORT_ACCOUNT_ID is ${wanted}, but the database belongs to account ${accountId}`);
    }
  }
}
