import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { IdentityErrors } from '../identity.errors.ts';
import { limits } from '../limits.ts';
import { RamTag, type TaggedType } from './ram-tag.entity.ts';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** A tag that a list is filtered by. Without a value, any value matches. */
export interface TagFilter {
  readonly key: string;
  readonly value?: string;
}

/** A resource that can have tags, with its name as stored. */
export interface Tagged {
  readonly accountId: string;
  readonly resourceType: TaggedType;
  readonly resourceName: string;
}

/**
 * Adds tags, replacing those with the same keys. The resource's row must be locked, so that the count stays correct.
 * @throws LimitExceeded.Tag
 */
export async function putTags(tx: EntityManager, resource: Tagged, tags: readonly Tag[]): Promise<void> {
  if (tags.length === 0) return;
  await tx.upsert(
    RamTag,
    tags.map(({ key, value }) => ({ ...resource, key, value })),
    ['accountId', 'resourceType', 'resourceName', 'key'],
  );
  if ((await tx.countBy(RamTag, { ...resource })) > limits.tagsOfResource) throw IdentityErrors.TooManyTags();
}

export async function dropTags(tx: EntityManager, resource: Tagged): Promise<void> {
  await tx.delete(RamTag, { ...resource });
}

/** Moves the tags of a resource that is renamed. */
export async function moveTags(tx: EntityManager, resource: Tagged, resourceName: string): Promise<void> {
  await tx.update(RamTag, { ...resource }, { resourceName });
}

/**
 * Narrows a query to rows that have all of these tags. `name` is the column with the name of the row. The query must
 * have the parameter `accountId`.
 */
export function narrowToTags<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  { type, name }: { type: TaggedType; name: string },
  filters: readonly TagFilter[],
): void {
  filters.forEach(({ key, value }, index) => {
    query.andWhere(
      `exists (select 1 from ram_tags t where t.account_id = :accountId and t.resource_type = '${type}' and t.resource_name = ${name}
        and t.tag_key = :key${index} and (:value${index}::text is null or t.tag_value = :value${index}))`,
      { [`key${index}`]: key, [`value${index}`]: value ?? null },
    );
  });
}
