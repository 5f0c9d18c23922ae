import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../../common/page.ts';
import { countedPage } from '../../database/counted-page.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import { within, type Bastion } from '../instances/bastion.ts';
import { User } from '../users/user.entity.ts';
import { Groups } from './groups.ts';
import { UserGroupMember } from './user-group-member.entity.ts';
import { UserGroup } from './user-group.entity.ts';

/** The user groups of an instance. */
@Injectable()
export class UserGroups extends Groups {
  protected override readonly kind = {
    groups: UserGroup,
    memberships: UserGroupMember,
    things: User,
    grantable: 'UserGroup',
    notFound: BastionhostErrors.UserGroupNotFound,
    alreadyExists: BastionhostErrors.UserGroupAlreadyExists,
    memberId: 'userId',
  } as const;

  /** The groups that the user is in, those whose name contains `keyword` alone where it is given. */
  of(bastion: Bastion, userId: string, keyword: string | undefined, page: PageRequest): Promise<Page<UserGroup>> {
    const query = this.dataSource
      .createQueryBuilder(UserGroup, 'g')
      .innerJoin(UserGroupMember, 'm', 'm.groupId = g.id and m.memberId = :userId', { userId })
      .where(within(bastion))
      .orderBy('g.id');
    if (keyword !== undefined) query.andWhere('strpos(lower(g.groupName), lower(:keyword)) > 0', { keyword });
    return countedPage(query, page);
  }
}
