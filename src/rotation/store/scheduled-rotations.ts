import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { RotatedSecrets } from '../../kms/rotated-secrets.api.ts';
import type { SecretId } from '../../kms/rotated-secret.api.ts';
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
    private readonly secrets: RotatedSecrets,
    private readonly clock: Clock,
  ) {}

  /**
   * Withdraws rotations that wait for their turn and whose secrets are no longer rotated automatically. Then claims at
   * most `limit` rotations and returns how many. However many processes call this, each rotation begins once.
   */
  async startDue(limit: number): Promise<number> {
    const now = this.clock.now();
    const lateSince = new Date(now.getTime() - lateMs);
    await this.dataSource.query(withdraw, [now]);
    return this.dataSource.transaction(async (tx) => {
      const due = await tx.query<DueSecret[]>(lockDue, [now, livePhases, limit]);
      if (due.length === 0) return 0;
      const withInstance = due.map(({ extendedConfig, ...id }) => ({
        ...id,
        instanceId: this.secrets.instanceIn(extendedConfig),
      }));
      const values = [now, lateSince, spreadMs, JSON.stringify(withInstance)];
      const begun = await tx.query<unknown[]>(begin, values);
      return begun.length;
    });
  }
}

interface DueSecret extends SecretId {
  readonly extendedConfig: string | null;
}

// Such rotations are not taken meanwhile either.
const withdraw = `
  delete from kms_rotations where rotation_id in (
    select rotation_id from kms_rotations r join kms_secrets s using (account_id, region, secret_id)
    where phase = 'claimed' and is_scheduled and not automatic_rotation and (lease_until is null or lease_until <= $1)
    for update of r skip locked
  )`;

// Another process that queries at the same moment skips the secrets that are locked here. Those it saw before are
// refused by the unique index over live rotations or, when that rotation is over already, by the date, which is read
// again under the lock.
const lockDue = `
  select account_id as "accountId", region, secret_id as "secretId", extended_config as "extendedConfig"
  from kms_secrets s
  where next_rotation_at <= $1 and automatic_rotation and rotation_state = 'ok' and planned_deletion_at is null
    and not exists (
      select from kms_rotations r
      where r.account_id = s.account_id and r.region = s.region and r.secret_id = s.secret_id
        and (r.phase = any($2) or s.type = 'RAMCredentials' and r.phase = 'retiring')
    )
  order by next_rotation_at
  limit $3
  for update skip locked`;

// ExtendedConfig is read in this process: PostgreSQL refuses some texts that are JSON, such as "\\u0000", and one of
// them would stop all rotations.
const begin = `
  insert into kms_rotations (rotation_id, account_id, region, secret_id, version_id, phase, request_id, fence, due_at,
    failures, created_at, is_scheduled, instance_id)
  select gen_random_uuid()::text, s.account_id, s.region, s.secret_id, gen_random_uuid()::text, 'claimed',
    upper(gen_random_uuid()::text), 0,
    case when next_rotation_at > $2 then $1::timestamptz
      else $1::timestamptz + ('x' || left(md5(s.secret_id), 7))::bit(28)::int % $3::int * interval '1 millisecond' end,
    0, $1, true, due."instanceId"
  from json_to_recordset($4::json) as due ("accountId" text, region text, "secretId" text, "instanceId" text)
  join kms_secrets s
    on s.account_id = due."accountId" and s.region = due.region and s.secret_id = due."secretId"
  on conflict do nothing
  returning rotation_id`;
