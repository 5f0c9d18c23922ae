import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { insertNew } from '../../database/insert-new.ts';
import { Events } from '../../events/events.api.ts';
import { Accounts } from '../../identity/identity.api.ts';
import { NewAccounts } from '../../identity/new-accounts.api.ts';
import { BastionInstance } from './bastion-instance.entity.ts';
import { InstanceDrafts, type InstanceDraft } from './instance-drafts.ts';

const attempts = 10;

/** Creates the bastion instances, one per account: the first at the first start, every other one with its account. */
@Injectable()
export class InstanceCreation implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: Accounts,
    private readonly newAccounts: NewAccounts,
    private readonly events: Events,
    private readonly drafts: InstanceDrafts,
  ) {}

  async onModuleInit(): Promise<void> {
    this.newAccounts.onCreate((tx, accountId) => this.create(tx, accountId));
    await insert(this.dataSource.manager, this.drafts.first(this.accounts.primaryAccountId()));
  }

  private async create(tx: EntityManager, accountId: string): Promise<void> {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const draft = await this.drafts.further(tx, accountId);
      const { instanceId } = draft;
      if (await insert(tx, draft))
        return this.events.publish(tx, { kind: 'BastionInstanceCreated', accountId, instanceId });
    }
    throw new Error(`no free port was found for the bastion instance of account ${accountId}`);
  }
}

// When several processes start or choose a port at the same time, the unique constraints let one win.
async function insert(tx: EntityManager, draft: InstanceDraft): Promise<boolean> {
  const made = await insertNew(tx, BastionInstance, draft, 'instanceId');
  return made.length === 1;
}
