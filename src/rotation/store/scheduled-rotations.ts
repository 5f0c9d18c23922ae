import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { livePhases } from './rotation-run.ts';

/**
 * If a rotation is later than this, no process was there to begin it. Others are late too then, so they begin one after
 * another.
 */
const lateMs = 60_000;
/** The time over which late rotations are spread; the secret's id determines the place of each. */
export const spreadMs = 600_000;

/** Begins the rotations of secrets whose date has come. The schedule itself is kept with the secret. */
@Injectable()
export class ScheduledRotations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * Claims at most `limit` rotations and returns how many. However many processes call this, each rotation begins once.
   */
  async startDue(limit: number): Promise<number> {
    const now = this.clock.now();
    const lateSince = new Date(now.getTime() - lateMs);
    const begun = await this.dataSource.query<unknown[]>(startDue, [now, livePhases, limit, lateSince, spreadMs]);
    return begun.length;
  }
}

// Another process that queries at the same moment skips the secrets that are locked here. Those it saw before are
// refused by the unique index over live rotations or, when that rotation is over already, by the date, which is read
// again under the lock.
const startDue = `
  with due as (
    select account_id, region, secret_id, next_rotation_at, extended_config::jsonb ->> 'InstanceId' as instance_id
    from kms_secrets s
    where next_rotation_at <= $1 and automatic_rotation and rotation_state = 'ok' and planned_deletion_at is null
      and not exists (
        select from kms_rotations r
        where r.account_id = s.account_id and r.region = s.region and r.secret_id = s.secret_id
          and (r.phase = any($2) or s.type = 'RAMCredentials' and r.phase = 'retiring')
      )
    order by next_rotation_at
    limit $3
    for update skip locked
  )
  insert into kms_rotations (rotation_id, account_id, region, secret_id, version_id, phase, request_id, fence, due_at,
    failures, created_at, is_scheduled, instance_id)
  select gen_random_uuid()::text, account_id, region, secret_id, gen_random_uuid()::text, 'claimed',
    upper(gen_random_uuid()::text), 0,
    case when next_rotation_at > $4 then $1::timestamptz
      else $1::timestamptz + ('x' || left(md5(secret_id), 7))::bit(28)::int % $5::int * interval '1 millisecond' end,
    0, $1, true, instance_id
  from due
  on conflict do nothing
  returning rotation_id`;
