import type { SelectQueryBuilder } from 'typeorm';
import type { InvocationEntity, InvocationStatus } from './invocation.entity.ts';

/** All conditions must hold. */
export interface InvocationFilter {
  readonly invokeId?: string;
  readonly commandId?: string;
  readonly instanceId?: string;
  readonly statuses?: readonly InvocationStatus[];
}

/**
 * Which of the matching invocations to return: from an offset on, or those after a place in the list. The list is
 * ordered by start time and ids.
 */
export interface InvocationSlice {
  readonly limit: number;
  readonly offset?: number;
  readonly after?: { readonly time: Date; readonly ids: readonly string[] };
}

// A command still marked as running after its deadline was lost with its process; see `withTrueStatus`.
const isLost = `i.status = 'Running' and i.deadline <= :now`;

/** Narrows a query over invocations whose alias is `i`. With statuses, it must have the parameter `now`. */
export function applyFilter(query: SelectQueryBuilder<InvocationEntity>, filter: InvocationFilter): void {
  const { invokeId, commandId, instanceId, statuses } = filter;
  if (invokeId) query.andWhere('i.invoke_id = :invokeId', { invokeId });
  if (commandId) query.andWhere('i.command_id = :commandId', { commandId });
  if (instanceId) query.andWhere('i.instance_id = :instanceId', { instanceId });
  if (statuses) query.andWhere(`case when ${isLost} then 'Error' else i.status end = any(:statuses)`, { statuses });
}

/** Orders a query over invocations whose alias is `i`, newest first, and limits it to the slice. */
export function applySlice(query: SelectQueryBuilder<InvocationEntity>, slice: InvocationSlice): void {
  if (slice.after) {
    const { time, ids } = slice.after;
    const place = { time, afterInvoke: ids[0], afterInstance: ids[1] };
    query.andWhere('(i.started_at, i.invoke_id, i.instance_id) < (:time, :afterInvoke, :afterInstance)', place);
  }
  query
    .orderBy('i.startedAt', 'DESC')
    .addOrderBy('i.invokeId', 'DESC')
    .addOrderBy('i.instanceId', 'DESC')
    .offset(slice.offset ?? 0)
    .limit(slice.limit);
}
