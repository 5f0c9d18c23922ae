import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { cutPage, type KeyedPage, type PageAfter } from '../../common/page.ts';
import { holdPolicy } from '../policies/find-policy.ts';
import { holdRole } from '../roles/find-role.ts';
import { holdUser } from '../users/find-user.ts';
import { RamTag, type TaggedType } from './ram-tag.entity.ts';
import { narrowToTags, putTags, type Tag, type TagFilter, type Tagged } from './tags.ts';

export interface TaggedResources {
  readonly type: TaggedType;
  readonly names: readonly string[];
}

/** The position of a tag in the list of all tags: the name of its resource, and its key. */
export interface TagPlace {
  readonly resourceName: string;
  readonly key: string;
}

/** The tags of users, roles and custom policies. */
@Injectable()
export class RamTags {
  constructor(@InjectRepository(RamTag) private readonly tags: Repository<RamTag>) {}

  add(caller: Caller, resources: TaggedResources, tags: readonly Tag[]): Promise<void> {
    return this.change(caller, resources, (tx, resource) => putTags(tx, resource, tags));
  }

  /** Removes the tags with these keys, or all tags. */
  remove(caller: Caller, resources: TaggedResources, keys?: readonly string[]): Promise<void> {
    return this.change(caller, resources, async (tx, resource) => {
      await tx.delete(RamTag, { ...resource, ...(keys ? { key: In([...keys]) } : {}) });
    });
  }

  /**
   * The tags of the named resources, or of all, sorted by resource and key. With filters, those tags of the resources
   * that have all of them.
   */
  async list(
    { accountId }: Caller,
    { type, names }: { type: TaggedType; names?: readonly string[] },
    filters: readonly TagFilter[],
    page: PageAfter<TagPlace>,
  ): Promise<KeyedPage<RamTag, TagPlace>> {
    const { limit, after } = page;
    const query = this.tags
      .createQueryBuilder('tag')
      .where('tag.accountId = :accountId and tag.resourceType = :type', { accountId, type })
      .orderBy({ 'tag.resourceName': 'ASC', 'tag.key': 'ASC' })
      .limit(limit + 1);
    if (names)
      query.andWhere('lower(tag.resourceName) = any(:names)', { names: names.map((name) => name.toLowerCase()) });
    if (after)
      query.andWhere('(tag.resourceName, tag.key) > (:name, :key)', { name: after.resourceName, key: after.key });
    narrowToTags(query, { type, name: 'tag.resource_name' }, filters);
    if (filters.length > 0) query.andWhere('tag.key = any(:keys)', { keys: filters.map(({ key }) => key) });
    return cutPage(await query.getMany(), page, ({ resourceName, key }) => ({ resourceName, key }));
  }

  /** The tags of each resource, by its name as stored. */
  async tagsOf({ accountId }: Caller, { type, names }: TaggedResources): Promise<ReadonlyMap<string, Tag[]>> {
    const rows = await this.tags.find({
      where: { accountId, resourceType: type, resourceName: In([...names]) },
      order: { key: 'ASC' },
    });
    const tags = new Map<string, Tag[]>(names.map((name) => [name, []]));
    for (const row of rows) tags.get(row.resourceName)?.push(row);
    return tags;
  }

  // In the order of the names, so that two changes cannot deadlock.
  private change(
    caller: Caller,
    { type, names }: TaggedResources,
    work: (tx: EntityManager, resource: Tagged) => Promise<void>,
  ): Promise<void> {
    const inOrder = [...new Map(names.map((name) => [name.toLowerCase(), name])).entries()].sort();
    return this.tags.manager.transaction(async (tx) => {
      for (const [, name] of inOrder) await work(tx, await holdTagged(tx, caller, type, name));
    });
  }
}

async function holdTagged(tx: EntityManager, caller: Caller, type: TaggedType, name: string): Promise<Tagged> {
  const held = { accountId: caller.accountId, resourceType: type };
  if (type === 'user') return { ...held, resourceName: (await holdUser(tx, caller, name)).userName };
  if (type === 'role') return { ...held, resourceName: (await holdRole(tx, caller, name)).roleName };
  return { ...held, resourceName: (await holdPolicy(tx, caller, name)).policyName };
}
