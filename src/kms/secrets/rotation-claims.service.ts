import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { RotationClaims, type RotationRun } from '../secret-rotations.api.ts';
import { ecsConfigOf } from './ecs-secret-config.ts';
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
    const leaseUntil = new Date(now.getTime() + leaseMs);
    const [[row]] = await this.dataSource.query<[[DueRow?], number]>(takeDue, [now, leaseUntil]);
    if (!row?.isGone) return row && runOf(row);
    await this.rows.write(runOf(row), { phase: 'failed', failure: 'SecretGone', leaseUntil: null, endedAt: now });
    return this.takeDue(leaseMs);
  }

  async renew(run: RotationRun, leaseMs: number): Promise<void> {
    await this.rows.keep(run, new Date(this.clock.now().getTime() + leaseMs));
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

type DueRow = Omit<RotationRun, 'ecs' | 'retiringPublicKey'> & {
  /** The secret's recovery window is over: it is only kept until its rotation ends. */
  isGone: boolean;
  extendedConfig: string | null;
  retiringPublicKey: string | null;
};

function runOf({ extendedConfig, retiringPublicKey, ...row }: DueRow): RotationRun {
  const ecs = ecsConfigOf(extendedConfig);
  if (!ecs) throw new Error(`the secret of the rotation ${row.rotationId} is not an ECS secret`);
  return { ...row, ecs, retiringPublicKey: retiringPublicKey ?? undefined };
}

// Rows that another process is just taking or writing are skipped, not waited for.
const takeDue = `
  update kms_rotations r
  set fence = r.fence + 1, lease_until = $2
  from kms_secrets s
  where r.rotation_id = (
      select rotation_id from kms_rotations
      where phase not in ('finished', 'failed') and due_at <= $1 and (lease_until is null or lease_until <= $1)
      order by due_at limit 1
      for update skip locked
    )
    and s.account_id = r.account_id and s.region = r.region and s.secret_id = r.secret_id
  returning r.rotation_id as "rotationId", r.account_id as "accountId", r.region, r.secret_id as "secretId",
    s.name as "secretName", s.extended_config as "extendedConfig", r.version_id as "versionId", r.phase,
    r.request_id as "requestId", r.failures, r.fence, r.retiring_public_key as "retiringPublicKey",
    coalesce(s.planned_deletion_at <= $1, false) as "isGone"`;
