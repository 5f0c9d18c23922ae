import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThanOrEqual, MoreThan, Repository, type EntityManager, type FindOptionsWhere } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import type { Redacted } from '../../common/redacted.ts';
import { omitUndefined } from '../../common/omit-undefined.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import { newToken } from '../operation-token-form.api.ts';
import { rowOf, within, type Bastion } from '../instances/bastion.ts';
import { holdHostAccount } from '../hosts/host-account-rows.ts';
import { OperationUsers } from '../users/operation-users.ts';
import type { User } from '../users/user.entity.ts';
import { holdGrantee } from './grantee.ts';
import { findOperableAccount, type NamedAccount, type OperableAccount } from './operable-account-rows.ts';
import { OperationToken } from './operation-token.entity.ts';

const minuteMs = 60_000;
const renewalMs = 60 * minuteMs;

/** A token as it is shown, once. */
export interface IssuedToken extends Pick<OperationToken, 'id' | 'expiresAt' | 'maxRenewals' | 'renewals'> {
  readonly token: Redacted<string>;
}

/** How a caller names a token of theirs; all that is given must fit. */
export interface TokenName {
  readonly tokenId?: string;
  readonly token?: Redacted<string>;
}

/** The O&M tokens of the bastion users who call. Access is checked when one is issued and when it is renewed. */
@Injectable()
export class OperationTokens {
  constructor(
    @InjectRepository(OperationToken) private readonly tokens: Repository<OperationToken>,
    private readonly users: OperationUsers,
    private readonly clock: Clock,
  ) {}

  /** @throws UserNotFound; HostAccountNotFound for an account that the caller may not log on to */
  async issue(bastion: Bastion, caller: Caller, account: NamedAccount, note: string): Promise<IssuedToken> {
    const user = await this.requireUser(bastion, caller);
    return this.tokens.manager.transaction(async (tx) => {
      // Held in the order in which grants hold them.
      if (!(await holdGrantee(tx, bastion, { kind: 'User', id: user.id }))) throw BastionhostErrors.UserNotFound();
      const now = this.clock.now();
      const { hostAccountId, until } = await requireAccount(tx, user, account, now);
      await holdHostAccount(tx, bastion, hostAccountId);
      const token = newToken();
      const { tokenMinutes, tokenRenewals: maxRenewals } = bastion.console;
      const expiresAt = earlier(new Date(now.getTime() + tokenMinutes * minuteMs), until);
      const values = { note, tokenHash: hashOfToken(token), expiresAt, maxRenewals, renewals: 0, createdAt: now };
      await tx.delete(OperationToken, { userId: user.id, expiresAt: LessThanOrEqual(now) });
      const row = tx.create(OperationToken, { ...rowOf(bastion), userId: user.id, hostAccountId, ...values });
      const { id } = await tx.save(row);
      return { id, token, expiresAt, maxRenewals, renewals: 0 };
    });
  }

  /**
   * Adds an hour.
   * @throws UserNotFound; OperationTokenNotFound, also for an expired token and another user's;
   *   OperationTokenNotRenewable; HostAccountNotFound once the user may no longer log on to the account
   */
  async renew(bastion: Bastion, caller: Caller, name: TokenName): Promise<void> {
    const user = await this.requireUser(bastion, caller);
    await this.tokens.manager.transaction(async (tx) => {
      const now = this.clock.now();
      const where = { ...within(bastion), userId: user.id, expiresAt: MoreThan(now), ...conditionOf(name) };
      const token = await tx.findOne(OperationToken, { where, lock: { mode: 'pessimistic_write' } });
      if (!token) throw BastionhostErrors.OperationTokenNotFound();
      if (token.renewals >= token.maxRenewals) throw BastionhostErrors.OperationTokenNotRenewable();
      const { until } = await requireAccount(tx, user, { accountId: token.hostAccountId }, now);
      const expiresAt = earlier(new Date(token.expiresAt.getTime() + renewalMs), until);
      await tx.update(OperationToken, token.id, { expiresAt, renewals: token.renewals + 1 });
    });
  }

  private async requireUser(bastion: Bastion, caller: Caller): Promise<User> {
    const user = await this.users.find(bastion, caller);
    if (!user) throw BastionhostErrors.UserNotFound();
    return user;
  }
}

async function requireAccount(
  manager: EntityManager,
  user: User,
  named: NamedAccount,
  now: Date,
): Promise<OperableAccount> {
  const account = await findOperableAccount(manager, user, named, now);
  if (!account) throw BastionhostErrors.HostAccountNotFound();
  return account;
}

function conditionOf({ tokenId, token }: TokenName): FindOptionsWhere<OperationToken> {
  return omitUndefined({ id: tokenId, tokenHash: token && hashOfToken(token) });
}

/** What is kept of a token. */
export function hashOfToken(token: Redacted<string>): Buffer {
  return createHash('sha256').update(token.reveal()).digest();
}

function earlier(moment: Date, end: Date | null): Date {
  return end && end < moment ? end : moment;
}
