import type { SelectQueryBuilder } from 'typeorm';
import { InstanceTag } from './instance-tag.entity.ts';

/** A tag that a list is filtered by. Without a value, any value matches. */
export interface TagFilter {
  readonly key: string;
  readonly value?: string;
}

/** What a list of instances is filtered by; undefined matches everything. */
export interface InstanceFilter {
  readonly instanceIds?: readonly string[];
  readonly resourceGroupId?: string;
  /** Instances that have all of these tags. */
  readonly tags?: readonly TagFilter[];
}

/** Narrows a query of `instance`, the alias of BastionInstance. */
export function narrowInstances<Row extends object>(
  query: SelectQueryBuilder<Row>,
  { instanceIds, resourceGroupId, tags = [] }: InstanceFilter,
): SelectQueryBuilder<Row> {
  if (instanceIds) query.andWhere('instance.instanceId = any(:instanceIds)', { instanceIds });
  if (resourceGroupId !== undefined) query.andWhere('instance.resourceGroupId = :resourceGroupId', { resourceGroupId });
  tags.forEach(({ key, value }, index) => {
    const tagged = query
      .subQuery()
      .select('1')
      .from(InstanceTag, 'tagged')
      .where('tagged.accountId = instance.accountId and tagged.instanceId = instance.instanceId')
      .andWhere(`tagged.key = :key${index} and (:value${index}::text is null or tagged.value = :value${index})`);
    query.andWhere(`exists ${tagged.getQuery()}`, { [`key${index}`]: key, [`value${index}`]: value ?? null });
  });
  return query;
}
