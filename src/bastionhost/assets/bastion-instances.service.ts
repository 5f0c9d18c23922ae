import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { randomLowerAlphanumeric } from '../../common/identifiers.ts';
import { Environment } from '../../config/environment.ts';
import { Accounts } from '../../identity/identity.api.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import { BastionInstance } from './bastion-instance.entity.ts';

/** The bastion instances: one an account, made at first start. */
@Injectable()
export class BastionInstances implements OnModuleInit {
  private primaryInstance: BastionInstance;

  constructor(
    @InjectRepository(BastionInstance) private readonly instances: Repository<BastionInstance>,
    private readonly accounts: Accounts,
    private readonly environment: Environment,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    this.primaryInstance = await this.ensure(this.accounts.primaryAccountId());
  }

  /** The instance that O&M engineers log on to. */
  get primary(): BastionInstance {
    return this.primaryInstance;
  }

  /** The account's instance with this id, or its only one when no id is given. Never refused for the caller's region. */
  async require(caller: Caller, instanceId?: string): Promise<BastionInstance> {
    const named = instanceId === undefined ? {} : { instanceId };
    const instance = await this.instances.findOneBy({ accountId: caller.accountId, ...named });
    if (!instance) throw BastionhostErrors.InstanceNotUsable();
    return instance;
  }

  list(caller: Caller): Promise<BastionInstance[]> {
    return this.instances.find({ where: { accountId: caller.accountId }, order: { startedAt: 'ASC' } });
  }

  // Processes that start at the same time all try; the account's unique constraint lets one win.
  private async ensure(accountId: string): Promise<BastionInstance> {
    const candidate = {
      instanceId: `bastionhost-cn-${randomLowerAlphanumeric(11)}`,
      accountId,
      region: this.environment.region,
      description: '',
      startedAt: this.clock.now(),
    };
    await this.instances.createQueryBuilder().insert().values(candidate).orIgnore().execute();
    return this.instances.findOneByOrFail({ accountId });
  }
}
