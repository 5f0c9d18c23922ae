import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { Events } from '../../events/events.api.ts';
import { GrantTrail } from '../access/grant-trail.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import { within, type Bastion } from '../instances/bastion.ts';
import { lockHostAccounts } from './host-account-rows.ts';
import { HostAccount } from './host-account.entity.ts';
import { HostPlacement } from './host-placement.ts';
import { lockHost } from './host-rows.ts';
import { Host } from './host.entity.ts';

/** Deletes hosts and their accounts, and publishes in the same transaction that access to them was withdrawn. */
@Injectable()
export class AssetDeletion {
  constructor(
    private readonly placement: HostPlacement,
    private readonly events: Events,
    private readonly trail: GrantTrail,
  ) {}

  /** Deletes the host with its accounts and every grant on them. @throws HostNotFound */
  async deleteHost(caller: Caller, bastion: Bastion, hostId: string): Promise<void> {
    await this.trail.deleting(caller, bastion, { kind: 'Host', id: hostId }, async (tx) => {
      const host = await lockHost(tx, { ...within(bastion), id: hostId });
      await lockHostAccounts(tx, { ...within(bastion), hostId });
      await tx.delete(Host, { ...within(bastion), id: hostId });
      await this.placement.removed(tx, host);
      await this.events.publish(tx, { kind: 'AccessWithdrawn', ...within(bastion), hostId });
    });
  }

  /** Deletes the account with every grant on it. A secret that it refers to stays. @throws HostAccountNotFound */
  async deleteHostAccount(caller: Caller, bastion: Bastion, hostAccountId: string): Promise<void> {
    await this.trail.deleting(caller, bastion, { kind: 'HostAccount', id: hostAccountId }, async (tx) => {
      const { affected } = await tx.delete(HostAccount, { ...within(bastion), id: hostAccountId });
      if (!affected) throw BastionhostErrors.HostAccountNotFound();
      await this.events.publish(tx, { kind: 'AccessWithdrawn', ...within(bastion), hostAccountId });
    });
  }
}
