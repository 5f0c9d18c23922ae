import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { returning } from '../../database/returning.ts';
import { uniqueViolation } from '../../database/unique-violation.ts';
import { RotationRows } from './rotation-rows.ts';
import type { RotationRun } from './rotation-run.ts';

/** When a rotation that is given back is due again. */
interface Postponement {
  readonly dueAt: Date;
  /** Counts as a failed attempt. */
  readonly failure?: string;
  /** The host is as it was before the rotation. */
  readonly untouched?: boolean;
}

/**
 * Which process works on which rotation. The rows are authoritative; a process that takes a rotation works until its
 * lease is over.
 */
@Injectable()
export class RotationClaims {
  constructor(
    private readonly dataSource: DataSource,
    private readonly rows: RotationRows,
    private readonly clock: Clock,
  ) {}

  /** Takes a due rotation that no process has, for `leaseMs` milliseconds; undefined when there is none. */
  async takeDue(leaseMs: number): Promise<RotationRun | undefined> {
    const now = this.clock.now();
    await this.dataSource.query(freeInstances, [now]);
    const row = await this.take(now, new Date(now.getTime() + leaseMs));
    if (!row) return undefined;
    const run = row === 'taken' ? undefined : await this.runOf(row);
    return run ?? this.takeDue(leaseMs);
  }

  /** `taken`: another process has just begun another rotation on that instance. */
  private async take(now: Date, leaseUntil: Date): Promise<TakenRow | 'taken' | undefined> {
    try {
      const [row] = await returning<TakenRow>(this.dataSource.manager, takeDue, [now, leaseUntil]);
      return row;
    } catch (error) {
      if (uniqueViolation(error, 'kms_rotations_busy')) return 'taken';
      throw error;
    }
  }

  /** Undefined when the secret is gone. Its remains were kept for this rotation, which is now over. */
  private async runOf({ formerKey, ...row }: TakenRow): Promise<RotationRun | undefined> {
    const secret = await this.rows.ecsSecret(row);
    return secret ? { ...row, ...secret, formerKey: formerKey ?? undefined } : this.rows.endOfDeletedSecret(row);
  }

  /** Keeps the rotation for `leaseMs` more milliseconds. @throws LeaseLost */
  async renew(run: RotationRun, leaseMs: number): Promise<void> {
    const now = this.clock.now();
    await this.rows.keep(run, now, new Date(now.getTime() + leaseMs));
  }

  /** Gives the rotation back until `dueAt`. @throws LeaseLost */
  async postpone(run: RotationRun, { dueAt, failure, untouched }: Postponement): Promise<void> {
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

type TakenRow = Omit<RotationRun, 'ecs' | 'secretName' | 'formerKey'> & { readonly formerKey: string | null };

// A rotation whose process died must not keep the instance from others.
const freeInstances =
  'update kms_rotations set busy_instance = null where busy_instance is not null and lease_until <= $1';

// Rows that another process is taking or writing are skipped, not waited for. Two rotations never work on one instance:
// the first may change the account that the second logs on with.
const takeDue = `
  update kms_rotations
  set fence = fence + 1, lease_until = $2, busy_instance = instance_id
  where rotation_id = (
      select rotation_id from kms_rotations d
      where instance_id is not null and phase not in ('finished', 'failed') and due_at <= $1
        and (lease_until is null or lease_until <= $1)
        and not (phase = 'claimed' and is_scheduled and exists (
          select from kms_secrets s
          where s.account_id = d.account_id and s.region = d.region and s.secret_id = d.secret_id and not automatic_rotation
        ))
        and not exists (
          select from kms_rotations b
          where b.account_id = d.account_id and b.region = d.region and b.busy_instance = d.instance_id
        )
      order by due_at limit 1
      for update skip locked
    )
  returning rotation_id as "rotationId", account_id as "accountId", region, secret_id as "secretId", version_id as "versionId",
    phase, request_id as "requestId", failures, fence, candidates, remainder as "formerKey",
    is_scheduled as "isScheduled"`;
