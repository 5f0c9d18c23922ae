import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { insertNew } from '../../database/insert-new.ts';
import { IdentityErrors } from '../identity.errors.ts';
import { limits } from '../limits.ts';
import { cutPage, type KeyedPage, type PageAfter } from '../../common/page.ts';
import { findUser, holdUser } from '../users/find-user.ts';
import { findGroup, holdGroup } from './find-group.ts';
import { GroupMember } from './group-member.entity.ts';

export interface MemberOfGroup {
  readonly userName: string;
  readonly displayName: string;
  readonly joinedAt: Date;
}

export interface GroupOfUser {
  readonly groupId: string;
  readonly groupName: string;
  readonly comments: string;
  readonly joinedAt: Date;
}

/** Which user is in which group. */
@Injectable()
export class GroupMembers {
  constructor(
    @InjectRepository(GroupMember) private readonly members: Repository<GroupMember>,
    private readonly clock: Clock,
  ) {}

  add(caller: Caller, groupName: string, userName: string): Promise<void> {
    return this.members.manager.transaction(async (tx) => {
      const { userId } = await holdUser(tx, caller, userName);
      const { groupId } = await holdGroup(tx, caller, groupName);
      const member = { groupId, userId, joinedAt: this.clock.now() };
      const [added] = await insertNew(tx, GroupMember, member, 'userId');
      if (!added) throw IdentityErrors.AlreadyInGroup();
      const joined = await tx.countBy(GroupMember, { userId });
      if (joined > limits.groupsOfUser) throw IdentityErrors.TooManyGroupsOfUser();
    });
  }

  async remove(caller: Caller, groupName: string, userName: string): Promise<void> {
    const { userId } = await findUser(this.members.manager, caller, userName);
    const { groupId } = await findGroup(this.members.manager, caller, groupName);
    const { affected } = await this.members.delete({ groupId, userId });
    if (!affected) throw IdentityErrors.NotInGroup();
  }

  async ofGroup(caller: Caller, groupName: string, page: PageAfter): Promise<KeyedPage<MemberOfGroup>> {
    const { groupId } = await findGroup(this.members.manager, caller, groupName);
    const rows: MemberOfGroup[] = await this.members.query(
      `select u.user_name as "userName", u.display_name as "displayName", m.joined_at as "joinedAt"
       from ram_group_members m join ram_users u on u.user_id = m.user_id
       where u.account_id = $1 and m.group_id = $2 and ($3::text is null or lower(u.user_name) > lower($3))
       order by lower(u.user_name) limit $4`,
      [caller.accountId, groupId, page.after ?? null, page.limit + 1],
    );
    return cutPage(rows, page, ({ userName }) => userName);
  }

  async ofUser(caller: Caller, userName: string): Promise<GroupOfUser[]> {
    const { userId } = await findUser(this.members.manager, caller, userName);
    return this.members.query(
      `select g.group_id as "groupId", g.group_name as "groupName", g.comments, m.joined_at as "joinedAt"
       from ram_group_members m join ram_groups g on g.group_id = m.group_id
       where g.account_id = $1 and m.user_id = $2
       order by lower(g.group_name)`,
      [caller.accountId, userId],
    );
  }
}
