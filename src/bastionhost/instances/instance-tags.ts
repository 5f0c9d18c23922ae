import { Injectable } from '@nestjs/common';
import { DataSource, In, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { cutPage, type KeyedPage, type Page, type PageAfter, type PageRequest } from '../../common/page.ts';
import { countedRows } from '../../database/counted-page.ts';
import { BastionhostErrors, invalidParameter } from '../bastionhost.errors.ts';
import { BastionInstance } from './bastion-instance.entity.ts';
import { narrowInstances, type InstanceFilter } from './instance-filter.ts';
import { InstanceTag } from './instance-tag.entity.ts';

export type Tag = Pick<InstanceTag, 'key' | 'value'>;

/** A tag's place in a list that is ordered by instance and key. */
export type TagPlace = Pick<InstanceTag, 'instanceId' | 'key'>;

/** A tag key, and how many instances have it. */
export interface TagKeyCount {
  readonly key: string;
  readonly count: number;
}

const maxTags = 20;

/** The tags of bastion instances. */
@Injectable()
export class InstanceTags {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Adds tags to each instance, or gives them another value.
   * @throws InstanceNotUsable for an unknown instance; InvalidParameter where one would have more than 20 tags
   */
  async add(caller: Caller, instanceIds: readonly string[], tags: readonly Tag[]): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      for (const instance of await hold(tx, caller, instanceIds)) {
        const rows = tags.map(({ key, value }) => ({ ...instance, key, value }));
        await tx.upsert(InstanceTag, rows, ['accountId', 'instanceId', 'key']);
        if ((await tx.countBy(InstanceTag, instance)) > maxTags) throw invalidParameter('Tag');
      }
    });
  }

  /** Removes the tags with these keys, or all. @throws InstanceNotUsable for an unknown instance */
  async remove(caller: Caller, instanceIds: readonly string[], keys?: readonly string[]): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      for (const instance of await hold(tx, caller, instanceIds)) {
        await tx.delete(InstanceTag, { ...instance, ...(keys && { key: In([...keys]) }) });
      }
    });
  }

  /** The tags of the instances that match, ordered by instance and key. */
  async list(
    { accountId }: Caller,
    filter: InstanceFilter,
    page: PageAfter<TagPlace>,
  ): Promise<KeyedPage<InstanceTag, TagPlace>> {
    const query = narrowInstances(this.tagsIn(accountId), filter)
      .orderBy({ 'tag.instanceId': 'ASC', 'tag.key': 'ASC' })
      .limit(page.limit + 1);
    if (page.after) query.andWhere('(tag.instanceId, tag.key) > (:afterId, :afterKey)', placeOf(page.after));
    return cutPage(await query.getMany(), page, ({ instanceId, key }) => ({ instanceId, key }));
  }

  /** The keys of the tags of the instances that match, in alphabetical order. */
  async keys({ accountId }: Caller, filter: InstanceFilter, page: PageRequest): Promise<Page<TagKeyCount>> {
    const query = narrowInstances(this.tagsIn(accountId), filter)
      .select('tag.key', 'key')
      .addSelect('count(*)::integer', 'count')
      .groupBy('tag.key')
      .orderBy('tag.key');
    return countedRows<TagKeyCount>(query, page);
  }

  private tagsIn(accountId: string): SelectQueryBuilder<InstanceTag> {
    return this.dataSource
      .createQueryBuilder(InstanceTag, 'tag')
      .innerJoin(BastionInstance, 'instance', 'instance.instanceId = tag.instanceId')
      .where('tag.accountId = :accountId', { accountId });
  }
}

// Locked, so that the count of tags stays correct; in the order of the ids, so that two changes cannot deadlock.
async function hold(tx: EntityManager, { accountId }: Caller, ids: readonly string[]) {
  const wanted = [...new Set(ids)];
  const held = await tx.find(BastionInstance, {
    select: { accountId: true, instanceId: true },
    where: { accountId, instanceId: In(wanted) },
    order: { instanceId: 'ASC' },
    lock: { mode: 'for_no_key_update' },
  });
  if (held.length < wanted.length) throw BastionhostErrors.InstanceNotUsable();
  return held.map(({ instanceId }) => ({ accountId, instanceId }));
}

function placeOf({ instanceId, key }: TagPlace) {
  return { afterId: instanceId, afterKey: key };
}
