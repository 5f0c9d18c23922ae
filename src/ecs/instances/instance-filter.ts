import type { SelectQueryBuilder } from 'typeorm';
import type { InstanceEntity } from './instance.entity.ts';

/** All conditions must hold; the values of one condition are alternatives. */
export interface InstanceFilter {
  readonly instanceIds?: readonly string[];
  /** `*` stands for any text. */
  readonly instanceName?: string;
  readonly addresses?: readonly string[];
  readonly osType?: string;
}

/**
 * Which of the matching instances to return: from an offset on, or those after a place in the list. The list is ordered
 * by creation time and id.
 */
export interface InstanceSlice {
  readonly limit: number;
  readonly offset?: number;
  readonly after?: { readonly time: Date; readonly ids: readonly string[] };
}

/** Narrows a query over instances whose alias is `i`. */
export function applyFilter(query: SelectQueryBuilder<InstanceEntity>, filter: InstanceFilter): void {
  if (filter.instanceIds) query.andWhere('i.instance_id = any(:ids)', { ids: filter.instanceIds });
  if (filter.addresses) query.andWhere('i.address = any(:addresses)', { addresses: filter.addresses });
  if (filter.osType) query.andWhere('i.os_type = :osType', { osType: filter.osType });
  if (filter.instanceName) query.andWhere('i.instance_name like :name', { name: likePattern(filter.instanceName) });
}

/** Orders a query over instances whose alias is `i` and limits it to the slice. */
export function applySlice(query: SelectQueryBuilder<InstanceEntity>, slice: InstanceSlice): void {
  if (slice.after) {
    const { time, ids } = slice.after;
    query.andWhere('(i.created_at, i.instance_id) > (:time, :instanceId)', { time, instanceId: ids[0] });
  }
  query
    .orderBy('i.createdAt')
    .addOrderBy('i.instanceId')
    .offset(slice.offset ?? 0)
    .limit(slice.limit);
}

function likePattern(name: string): string {
  return name.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');
}
