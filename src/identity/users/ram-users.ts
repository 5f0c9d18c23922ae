import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { randomDigits } from '../../common/identifiers.ts';
import { insertNew } from '../../database/insert-new.ts';
import { uniqueViolation } from '../../database/unique-violation.ts';
import { AccessKeyEntity } from '../access-keys/access-key.entity.ts';
import { GroupMember } from '../groups/group-member.entity.ts';
import { omitUndefined } from '../../common/omit-undefined.ts';
import { IdentityErrors } from '../identity.errors.ts';
import { KnownRamUsers } from '../known-ram-users.api.ts';
import { limits } from '../limits.ts';
import { cutPage, type KeyedPage, type PageAfter } from '../../common/page.ts';
import { Attachment } from '../policies/attachment.entity.ts';
import { holdQuotas, nameAfter } from '../rows.ts';
import { dropTags, moveTags } from '../tags/tags.ts';
import { findUser, holdUser } from './find-user.ts';
import { RamUser } from './ram-user.entity.ts';

/** The values of a user. An empty string means no value. */
export type UserDraft = Pick<RamUser, 'userName' | 'displayName' | 'mobilePhone' | 'email' | 'comments'>;

@Injectable()
export class RamUsers {
  constructor(
    @InjectRepository(RamUser) private readonly users: Repository<RamUser>,
    private readonly clock: Clock,
    private readonly known: KnownRamUsers,
  ) {}

  create({ accountId }: Caller, draft: UserDraft): Promise<RamUser> {
    const now = this.clock.now();
    const user = { ...draft, accountId, userId: `2${randomDigits(17)}`, createdAt: now, updatedAt: now };
    return this.users.manager.transaction(async (tx) => {
      await holdQuotas(tx, accountId);
      if ((await tx.countBy(RamUser, { accountId })) >= limits.users) throw IdentityErrors.TooManyUsers();
      const [made] = await insertNew(tx, RamUser, user, 'userId');
      if (!made) throw IdentityErrors.UserExists();
      return user;
    });
  }

  get(caller: Caller, userName: string): Promise<RamUser> {
    return findUser(this.users.manager, caller, userName);
  }

  async list({ accountId }: Caller, page: PageAfter): Promise<KeyedPage<RamUser>> {
    const rows = await this.users
      .createQueryBuilder('user')
      .where({ accountId, userName: nameAfter(page.after) })
      .orderBy('lower(user.userName)')
      .limit(page.limit + 1)
      .getMany();
    return cutPage(rows, page, ({ userName }) => userName);
  }

  update(caller: Caller, userName: string, change: Partial<UserDraft>): Promise<RamUser> {
    return this.users.manager
      .transaction(async (tx) => {
        const user = await holdUser(tx, caller, userName);
        const former = tagged(user);
        const changed = await tx.save(Object.assign(user, omitUndefined(change), { updatedAt: this.clock.now() }));
        // Only now: a new name that is taken may have tags of the same keys.
        if (change.userName !== undefined) await moveTags(tx, former, change.userName);
        return changed;
      })
      .catch((error: unknown) => {
        throw uniqueViolation(error, 'ram_users_name') ? IdentityErrors.UserExists() : error;
      });
  }

  delete(caller: Caller, userName: string): Promise<void> {
    return this.users.manager.transaction(async (tx) => {
      const user = await holdUser(tx, caller, userName);
      await requireNothingAttached(tx, user);
      await dropTags(tx, tagged(user));
      await tx.delete(RamUser, { accountId: user.accountId, userId: user.userId });
      await this.known.announceDeletion(tx, user);
    });
  }
}

function tagged({ accountId, userName }: RamUser) {
  return { accountId, resourceType: 'user', resourceName: userName } as const;
}

async function requireNothingAttached(tx: EntityManager, { accountId, userId }: RamUser): Promise<void> {
  if (await tx.existsBy(AccessKeyEntity, { accountId, userId })) throw IdentityErrors.UserHasAccessKey();
  if (await tx.existsBy(Attachment, { accountId, principalId: userId })) throw IdentityErrors.UserHasPolicy();
  if (await tx.existsBy(GroupMember, { userId })) throw IdentityErrors.UserInGroup();
}
