import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { omitUndefined } from '../../common/omit-undefined.ts';
import type { Redacted } from '../../common/redacted.ts';
import { insertNew } from '../../database/insert-new.ts';
import { KnownRamUsers } from '../../identity/known-ram-users.api.ts';
import { BastionhostErrors, invalidParameter } from '../bastionhost.errors.ts';
import { rowOf, type Bastion } from '../instances/bastion.ts';
import {
  defaultSettings,
  requireConsistent,
  requireContact,
  requireOrigin,
  type UserOrigin,
  type UserSettings,
} from './user-draft.ts';
import { UserPasswords } from './user-passwords.ts';
import { User } from './user.entity.ts';

/** Creates users. */
@Injectable()
export class UserCreation {
  constructor(
    private readonly dataSource: DataSource,
    private readonly passwords: UserPasswords,
    private readonly ramUsers: KnownRamUsers,
    private readonly clock: Clock,
  ) {}

  /**
   * Settings that are undefined have their defaults. Local users need a password, and RAM users may have one.
   * @throws InvalidParameter, also for the id of a RAM user whom the account does not have; UserAlreadyExists
   */
  async create(
    bastion: Bastion,
    origin: UserOrigin,
    settings: Partial<UserSettings>,
    password: Redacted<string> | undefined,
  ): Promise<string> {
    const draft = { displayName: origin.userName, ...defaultSettings, ...omitUndefined(settings), ...origin };
    requireOrigin(origin);
    requireConsistent(draft);
    requireContact(draft, bastion.twoFactor);
    // Hashed before the transaction begins, which would otherwise hold a connection for as long as that takes.
    const kept = await this.passwords.of(origin, password);
    const row = { ...draft, ...rowOf(bastion), ...kept, createdAt: this.clock.now() };
    const [id] = await this.dataSource.transaction(async (tx) => {
      await this.keepRamUser(tx, bastion, origin);
      return insertNew(tx, User, row, 'id');
    });
    if (!id) throw BastionhostErrors.UserAlreadyExists();
    return id;
  }

  private async keepRamUser(tx: EntityManager, { accountId }: Bastion, { source, sourceUserId }: UserOrigin) {
    if (source !== 'Ram') return;
    const isKnown = await this.ramUsers.keep(tx, { accountId, userId: sourceUserId! });
    if (!isKnown) throw invalidParameter('SourceUserId');
  }
}
