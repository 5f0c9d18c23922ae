import { Injectable } from '@nestjs/common';
import { DataSource, In, type EntityManager } from 'typeorm';
import { Events } from '../../events/events.api.ts';
import { within, type Bastion } from '../instances/bastion.ts';
import { User } from './user.entity.ts';

/** The outcome for one user. */
export interface LockResult {
  readonly userId: string;
  readonly code: 'OK' | 'OBJECT_NOT_FOUND';
}

const unlocked = { isLocked: false, failedLogins: 0, lockedOutAt: null, lockedOutUntil: null };

/** Locks users, who then cannot log on and whose open connections end, and unlocks them, also after failed logins. */
@Injectable()
export class UserLocks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: Events,
  ) {}

  /** Whoever is in the wanted state already stays in it. */
  set(bastion: Bastion, userIds: readonly string[], isLocked: boolean): Promise<LockResult[]> {
    return this.dataSource.transaction(async (tx) => {
      // In one order for all, so that two calls about the same users do not wait for each other.
      const where = { ...within(bastion), id: In(userIds) };
      const lock = { mode: 'for_no_key_update' } as const;
      const users = await tx.find(User, { select: { id: true }, where, order: { id: 'asc' }, lock });
      const found = users.map(({ id }) => id);
      await tx.update(User, { id: In(found) }, isLocked ? { isLocked } : unlocked);
      if (found.length > 0 && isLocked) await this.sayWithdrawn(tx, bastion, found);
      return userIds.map((userId) => ({ userId, code: found.includes(userId) ? 'OK' : 'OBJECT_NOT_FOUND' }));
    });
  }

  // One user is named; several would be as many events, each of which is read by every process.
  private async sayWithdrawn(tx: EntityManager, bastion: Bastion, locked: readonly string[]): Promise<void> {
    const concerned = locked.length === 1 ? { userId: locked[0] } : {};
    await this.events.publish(tx, { kind: 'AccessWithdrawn', ...within(bastion), ...concerned });
  }
}
