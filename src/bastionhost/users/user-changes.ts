import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { omitUndefined } from '../../common/omit-undefined.ts';
import type { Redacted } from '../../common/redacted.ts';
import { Events } from '../../events/events.api.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import { within, type Bastion } from '../instances/bastion.ts';
import { requireConsistent, requireContact, type UserSettings } from './user-draft.ts';
import { UserPasswords } from './user-passwords.ts';
import { User } from './user.entity.ts';
import { UsersService } from './users.ts';

/** Changes the settings of users. Each change sets its own columns alone: two administrators lose nothing. */
@Injectable()
export class UserChanges {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersService,
    private readonly passwords: UserPasswords,
    private readonly events: Events,
  ) {}

  /** Undefined members stay as they are, and so does the password. @throws UserNotFound */
  async modify(
    bastion: Bastion,
    userId: string,
    change: Partial<UserSettings>,
    password: Redacted<string> | undefined,
  ): Promise<void> {
    // Hashed before the transaction begins, which would otherwise hold a connection for as long as that takes.
    const user = await this.users.get(bastion, userId);
    const changed = { ...omitUndefined(change), ...(password && (await this.passwords.of(user, password))) };
    if (Object.keys(changed).length > 0) await this.apply(bastion, userId, changed);
  }

  private async apply(bastion: Bastion, userId: string, changed: Partial<User>): Promise<void> {
    const where = { ...within(bastion), id: userId };
    await this.dataSource.transaction(async (tx) => {
      const before = await tx.findOne(User, { where, lock: { mode: 'for_no_key_update' } });
      if (!before) throw BastionhostErrors.UserNotFound();
      const after = { ...before, ...changed };
      requireConsistent(after);
      if (changed.twoFactorStatus || changed.twoFactorMethods) requireContact(after, bastion.twoFactor);
      await tx.update(User, where, changed);
      if (changed.effectiveFrom === undefined && changed.effectiveUntil === undefined) return;
      await this.events.publish(tx, { kind: 'AccessWithdrawn', ...within(bastion), userId });
    });
  }
}
