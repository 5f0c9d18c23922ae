import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { randomAlphanumeric } from '../../common/identifiers.ts';
import { insertNew } from '../../database/insert-new.ts';
import { uniqueViolation } from '../../database/unique-violation.ts';
import { omitUndefined } from '../../common/omit-undefined.ts';
import { IdentityErrors } from '../identity.errors.ts';
import { limits } from '../limits.ts';
import { cutPage, type KeyedPage, type PageAfter } from '../../common/page.ts';
import { Attachment } from '../policies/attachment.entity.ts';
import { holdQuotas, nameAfter } from '../rows.ts';
import { findGroup, holdGroup } from './find-group.ts';
import { GroupMember } from './group-member.entity.ts';
import { RamGroup } from './ram-group.entity.ts';

export type GroupDraft = Pick<RamGroup, 'groupName' | 'comments'>;

@Injectable()
export class RamGroups {
  constructor(
    @InjectRepository(RamGroup) private readonly groups: Repository<RamGroup>,
    private readonly clock: Clock,
  ) {}

  create({ accountId }: Caller, draft: GroupDraft): Promise<RamGroup> {
    const now = this.clock.now();
    const group = { ...draft, accountId, groupId: `g-${randomAlphanumeric(16)}`, createdAt: now, updatedAt: now };
    return this.groups.manager.transaction(async (tx) => {
      await holdQuotas(tx, accountId);
      if ((await tx.countBy(RamGroup, { accountId })) >= limits.groups) throw IdentityErrors.TooManyGroups();
      const [made] = await insertNew(tx, RamGroup, group, 'groupId');
      if (!made) throw IdentityErrors.GroupExists();
      return group;
    });
  }

  get(caller: Caller, groupName: string): Promise<RamGroup> {
    return findGroup(this.groups.manager, caller, groupName);
  }

  async list({ accountId }: Caller, page: PageAfter): Promise<KeyedPage<RamGroup>> {
    const rows = await this.groups
      .createQueryBuilder('group')
      .where({ accountId, groupName: nameAfter(page.after) })
      .orderBy('lower(group.groupName)')
      .limit(page.limit + 1)
      .getMany();
    return cutPage(rows, page, ({ groupName }) => groupName);
  }

  update(caller: Caller, groupName: string, change: Partial<GroupDraft>): Promise<RamGroup> {
    return this.groups.manager
      .transaction(async (tx) => {
        const group = await holdGroup(tx, caller, groupName);
        return tx.save(Object.assign(group, omitUndefined(change), { updatedAt: this.clock.now() }));
      })
      .catch((error: unknown) => {
        throw uniqueViolation(error, 'ram_groups_name') ? IdentityErrors.GroupExists() : error;
      });
  }

  delete(caller: Caller, groupName: string): Promise<void> {
    return this.groups.manager.transaction(async (tx) => {
      const { accountId, groupId } = await holdGroup(tx, caller, groupName);
      if (await tx.existsBy(GroupMember, { groupId })) throw IdentityErrors.GroupHasUser();
      if (await tx.existsBy(Attachment, { accountId, principalId: groupId })) throw IdentityErrors.GroupHasPolicy();
      await tx.delete(RamGroup, { accountId, groupId });
    });
  }
}
