import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import type { Page } from '../../common/page.ts';
import { countRows } from '../../database/counted-page.ts';
import { applyFilter, type InvocationFilter, type InvocationSlice } from './invocation-filter.ts';
import { withTrueStatus } from './invocation-outcome.ts';
import { InvocationEntity } from './invocation.entity.ts';

/** The status of a command across all instances that it was sent to. */
export type OverallStatus = 'Running' | 'Finished' | 'Failed' | 'PartialFailed';

/** A command with its outcome on each instance. */
export interface InvocationWithParts {
  readonly invokeId: string;
  readonly startedAt: Date;
  readonly status: OverallStatus;
  readonly parts: readonly InvocationEntity[];
}

/** The commands that were run on an instance. */
export interface InstanceActivity {
  readonly invocations: number;
  readonly running: number;
  readonly lastAt: Date;
}

// A command still marked as running after its deadline was lost with its process.
const isRunning = `(i.status = 'Running' and i.deadline > :now)`;

const overallStatus = `case
  when bool_or(${isRunning}) then 'Running'
  when bool_and(i.status = 'Success') then 'Finished'
  when bool_or(i.status = 'Success') then 'PartialFailed'
  else 'Failed' end`;

@Injectable()
export class InvocationHistory {
  constructor(
    @InjectRepository(InvocationEntity) private readonly rows: Repository<InvocationEntity>,
    private readonly clock: Clock,
  ) {}

  /** Commands with matching parts, newest first. A filter for one instance also limits the parts to that instance. */
  async list(
    caller: Caller,
    filter: InvocationFilter,
    status: OverallStatus | undefined,
    slice: InvocationSlice,
  ): Promise<Page<InvocationWithParts>> {
    const invocations = this.selectInvocations(caller, filter, status);
    const total = await countRows(invocations);
    if (slice.after) {
      const place = { time: slice.after.time, afterInvoke: slice.after.ids[0] };
      invocations.andWhere('(i.started_at, i.invoke_id) < (:time, :afterInvoke)', place);
    }
    invocations.orderBy('i.started_at', 'DESC').addOrderBy('i.invoke_id', 'DESC');
    const found = await invocations
      .offset(slice.offset ?? 0)
      .limit(slice.limit)
      .getRawMany<Omit<InvocationWithParts, 'parts'>>();
    return { items: await this.withParts(caller, filter, found), total };
  }

  /** By instance id. Instances on which nothing was run are left out. */
  async activity(caller: Caller, instanceIds: readonly string[]): Promise<Map<string, InstanceActivity>> {
    const { accountId, region } = caller;
    const found = await this.rows
      .createQueryBuilder('i')
      .select(['i.instance_id as "instanceId"', 'count(*)::int as invocations', 'max(i.started_at) as "lastAt"'])
      .addSelect(`(count(*) filter (where ${isRunning}))::int`, 'running')
      .where({ accountId, region, instanceId: In([...instanceIds]) })
      .setParameters({ now: this.clock.now() })
      .groupBy('i.instance_id')
      .getRawMany<InstanceActivity & { instanceId: string }>();
    return new Map(found.map((activity) => [activity.instanceId, activity]));
  }

  private selectInvocations({ accountId, region }: Caller, filter: InvocationFilter, status?: OverallStatus) {
    const query = this.rows
      .createQueryBuilder('i')
      .select(['i.invoke_id as "invokeId"', 'i.started_at as "startedAt"'])
      .addSelect(overallStatus, 'status')
      .where({ accountId, region })
      .setParameters({ now: this.clock.now() })
      .groupBy('i.invoke_id')
      .addGroupBy('i.started_at');
    applyFilter(query, filter);
    return status ? query.having(`${overallStatus} = :status`, { status }) : query;
  }

  private async withParts(
    { accountId, region }: Caller,
    filter: InvocationFilter,
    invocations: readonly Omit<InvocationWithParts, 'parts'>[],
  ): Promise<InvocationWithParts[]> {
    const query = this.rows.createQueryBuilder('i').orderBy('i.instance_id');
    query.where({ accountId, region, invokeId: In(invocations.map(({ invokeId }) => invokeId)) });
    applyFilter(query, filter);
    const parts = (await query.getMany()).map((row) => withTrueStatus(row, this.clock.now()));
    return invocations.map((invocation) => ({
      ...invocation,
      parts: parts.filter(({ invokeId }) => invokeId === invocation.invokeId),
    }));
  }
}
