import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { uniqueViolation } from '../../database/unique-violation.ts';
import { RotationClaims, type RotationRun } from '../secret-rotations.api.ts';
import { ecsConfigOf } from '../secrets/ecs-secret-config.ts';
import { RotationRows } from './rotation-rows.service.ts';

@Injectable()
export class RotationClaimsService extends RotationClaims {
  constructor(
    private readonly dataSource: DataSource,
    private readonly rows: RotationRows,
    private readonly clock: Clock,
  ) {
    super();
  }

  async takeDue(leaseMs: number): Promise<RotationRun | undefined> {
    const now = this.clock.now();
    await this.dataSource.query(freeInstances, [now]);
    const row = await this.take(now, new Date(now.getTime() + leaseMs));
    if (row === 'taken') return this.takeDue(leaseMs);
    if (!row?.isGone) return row && runOf(row);
    await this.rows.write(runOf(row), { phase: 'failed', failure: 'SecretGone', leaseUntil: null, endedAt: now });
    return this.takeDue(leaseMs);
  }

  /** `taken`: another process has just begun with another rotation on that instance. */
  private async take(now: Date, leaseUntil: Date): Promise<DueRow | 'taken' | undefined> {
    try {
      const [[row]] = await this.dataSource.query<[[DueRow?], number]>(takeDue, [now, leaseUntil]);
      return row;
    } catch (error) {
      if (uniqueViolation(error, 'kms_rotations_busy')) return 'taken';
      throw error;
    }
  }

  async renew(run: RotationRun, leaseMs: number): Promise<void> {
    const now = this.clock.now();
    await this.rows.keep(run, now, new Date(now.getTime() + leaseMs));
  }

  async postpone(
    run: RotationRun,
    { dueAt, failure, untouched }: { dueAt: Date; failure?: string; untouched?: boolean },
  ): Promise<void> {
    const isBefore = untouched && (run.phase === 'draining' || run.phase === 'applying');
    await this.rows.write(run, {
      dueAt,
      leaseUntil: null,
      phase: isBefore ? 'prepared' : run.phase,
      failures: failure === undefined ? run.failures : run.failures + 1,
      failure: failure ?? null,
    });
  }
}

type DueRow = Omit<RotationRun, 'ecs' | 'remainder'> & {
  /** The secret's recovery window is over: it is only kept until its rotation ends. */
  isGone: boolean;
  extendedConfig: string | null;
  remainder: string | null;
};

function runOf({ extendedConfig, remainder, ...row }: DueRow): RotationRun {
  const ecs = ecsConfigOf(extendedConfig);
  if (!ecs) throw new Error(`the secret of the rotation ${row.rotationId} is not an ECS secret`);
  return { ...row, ecs, remainder: remainder ?? undefined };
}

// Whose process died keeps no instance from others.
const freeInstances =
  'update kms_rotations set busy_instance = null where busy_instance is not null and lease_until <= $1';

// Rows that another process is just taking or writing are skipped, not waited for. Two rotations never work on one instance: the first
// may change the account that the second one logs on with.
const takeDue = `
  update kms_rotations r
  set fence = r.fence + 1, lease_until = $2, busy_instance = r.instance_id
  from kms_secrets s
  where r.rotation_id = (
      select rotation_id from kms_rotations d
      where instance_id is not null and phase not in ('finished', 'failed') and due_at <= $1
        and (lease_until is null or lease_until <= $1)
        and not exists (
          select from kms_rotations b
          where b.account_id = d.account_id and b.region = d.region and b.busy_instance = d.instance_id
        )
      order by due_at limit 1
      for update skip locked
    )
    and s.account_id = r.account_id and s.region = r.region and s.secret_id = r.secret_id
  returning r.rotation_id as "rotationId", r.account_id as "accountId", r.region, r.secret_id as "secretId",
    s.name as "secretName", s.extended_config as "extendedConfig", r.version_id as "versionId", r.phase,
    r.request_id as "requestId", r.failures, r.fence, r.candidates, r.remainder, r.is_scheduled as "isScheduled",
    coalesce(s.planned_deletion_at <= $1, false) as "isGone"`;
