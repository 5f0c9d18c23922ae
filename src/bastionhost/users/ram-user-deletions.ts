import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { returning } from '../../database/returning.ts';
import { Events } from '../../events/events.api.ts';
import { KnownRamUsers, type KnownRamUser } from '../../identity/known-ram-users.api.ts';
import type { BastionKey } from '../instances/bastion.ts';

const bar = `
  update bastion_users u set is_remote_deleted = true
  from bastion_instances i
  where i.account_id = $1 and u.instance_id = i.instance_id and u.source = 'Ram' and u.source_user_id = $2
  returning u.account_id as "accountId", u.instance_id as "instanceId", u.id::text as "userId"`;

/** Bars the users who stand for a RAM user as soon as that one is deleted, and ends what they have open. */
@Injectable()
export class RamUserDeletions {
  constructor(
    private readonly events: Events,
    ramUsers: KnownRamUsers,
  ) {
    ramUsers.onDelete((tx, user) => this.bar(tx, user));
  }

  private async bar(tx: EntityManager, { accountId, userId }: KnownRamUser): Promise<void> {
    const barred = await returning<BastionKey & { readonly userId: string }>(tx, bar, [accountId, userId]);
    for (const user of barred) await this.events.publish(tx, { kind: 'AccessWithdrawn', ...user });
  }
}
