import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import type { Page, PageRequest } from '../../common/page.ts';
import { countedPage } from '../../database/counted-page.ts';
import { Events } from '../../events/events.api.ts';
import { GrantTrail } from '../access/grant-trail.ts';
import { UserGroupMember } from '../groups/user-group-member.entity.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import { within, type Bastion, type BastionKey } from '../instances/bastion.ts';
import { userStateAt, userStateSql, type UserState } from './user-state.ts';
import { User } from './user.entity.ts';

/** Exact matches; all of them must hold. */
export interface UserFilter {
  readonly userName?: string;
  readonly displayName?: string;
  readonly mobile?: string;
  readonly source?: string;
  readonly sourceUserId?: string;
  readonly state?: string;
  readonly userGroupId?: string;
}

@Injectable()
export class UsersService {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly trail: GrantTrail,
  ) {}

  async get(bastion: Bastion, userId: string): Promise<User> {
    const user = await this.find(bastion, userId);
    if (!user) throw BastionhostErrors.UserNotFound();
    return user;
  }

  /** The user, locked against deletion until the transaction ends; null for an unknown id. */
  hold(tx: EntityManager, bastion: BastionKey, userId: string): Promise<User | null> {
    const where = { ...within(bastion), id: userId };
    return tx.findOne(User, { where, lock: { mode: 'for_key_share' } });
  }

  /** The user of the instance with this id; null for an unknown one. */
  find(bastion: BastionKey, userId: string): Promise<User | null> {
    return this.users.findOneBy({ ...within(bastion), id: userId });
  }

  async list(bastion: Bastion, filter: UserFilter, page: PageRequest): Promise<Page<User>> {
    const { state, userGroupId, ...columns } = filter;
    const query = this.users.createQueryBuilder('user').where(within(bastion)).orderBy('user.id');
    for (const [name, value] of Object.entries(columns)) {
      if (value !== undefined) query.andWhere(`user.${name} = :${name}`, { [name]: value });
    }
    if (userGroupId !== undefined) {
      query.innerJoin(UserGroupMember, 'm', 'm.groupId = :userGroupId and m.memberId = user.id', { userGroupId });
    }
    if (state !== undefined) {
      const { sql, parameters } = userStateSql(bastion.console, this.clock.now());
      query.andWhere(`${sql} = :state`, { ...parameters, state });
    }
    return countedPage(query, page);
  }

  stateOf(bastion: Bastion, user: User): UserState {
    return userStateAt(user, bastion.console, this.clock.now());
  }

  /** Deletes the user with their public keys and every grant. @throws UserNotFound */
  async delete(caller: Caller, bastion: Bastion, userId: string): Promise<void> {
    await this.trail.deleting(caller, bastion, { kind: 'User', id: userId }, async (tx) => {
      const { affected } = await tx.delete(User, { ...within(bastion), id: userId });
      if (!affected) throw BastionhostErrors.UserNotFound();
      await this.events.publish(tx, { kind: 'AccessWithdrawn', ...within(bastion), userId });
    });
  }
}
