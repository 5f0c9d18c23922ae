import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { randomLowerAlphanumeric } from '../../common/identifiers.ts';
import { Environment } from '../../config/environment.ts';
import type { BastionInstance } from './bastion-instance.entity.ts';
import { SshPorts } from './ssh-ports.ts';

/** What is decided about a new instance. Its settings are the defaults of the table. */
export type InstanceDraft = Pick<
  BastionInstance,
  'instanceId' | 'accountId' | 'region' | 'description' | 'startedAt' | 'sshPort'
>;

/** Builds the rows of new instances. */
@Injectable()
export class InstanceDrafts {
  constructor(
    private readonly environment: Environment,
    private readonly ports: SshPorts,
    private readonly clock: Clock,
  ) {}

  /** The instance of the installation's own account, which listens on the address in the settings. */
  first(accountId: string): InstanceDraft {
    return this.draft(accountId, null);
  }

  async further(tx: EntityManager, accountId: string): Promise<InstanceDraft> {
    return this.draft(accountId, await this.ports.choose(tx));
  }

  private draft(accountId: string, sshPort: number | null): InstanceDraft {
    return {
      instanceId: `bastionhost-cn-${randomLowerAlphanumeric(11)}`,
      accountId,
      region: this.environment.region,
      description: '',
      startedAt: this.clock.now(),
      sshPort,
    };
  }
}
