import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { ServiceError } from '../../common/service-error.ts';
import { RotationRows } from '../store/rotation-rows.ts';
import { failureOf } from '../what-to-do.ts';
import { AccessKeyReplacement, type AccessKeyRun } from './access-key-replacement.ts';

const againMs = 60_000;
const minuteMs = 60_000;
/**
 * How long the former AccessKey stays. An engineer who rotates by hand waits for its end, while other clients may still
 * read it from caches.
 */
const byHandMs = 10 * minuteMs;
const scheduledMs = 2 * 24 * 60 * minuteMs;

/**
 * Rotations of secrets that hold the AccessKey of a RAM user. A new AccessKey is created, stored and made ACSCurrent in
 * one step; after a window the former one is deleted. No host is involved, and secret and AccessKey are in the same
 * database, so each step is one transaction without a lease.
 */
@Injectable()
export class AccessKeyRotator {
  private readonly logger = new Logger('rotation');

  constructor(
    private readonly dataSource: DataSource,
    private readonly rows: RotationRows,
    private readonly replacement: AccessKeyReplacement,
    private readonly clock: Clock,
  ) {}

  /** Carries out everything that is due. Never rejects. */
  async workAll(): Promise<void> {
    try {
      while (await this.workNext());
    } catch (error) {
      this.logger.warn({ message: 'AccessKeys could not be rotated', error: String(error) });
    }
  }

  /** Carries out the due step of one rotation. Returns false when none is due. */
  private async workNext(): Promise<boolean> {
    const taken: AccessKeyRun[] = [];
    try {
      await this.dataSource.transaction(async (tx) => {
        taken.push(...(await tx.query<AccessKeyRun[]>(nextDue, [this.clock.now()])));
        for (const run of taken) await this.step(tx, run);
      });
    } catch (error) {
      const [run] = taken;
      if (!run) throw error;
      await this.settle(run, error);
    }
    return taken.length > 0;
  }

  private async step(tx: EntityManager, run: AccessKeyRun): Promise<void> {
    if (run.isGone) return this.rows.end(tx, run, 'failed', 'SecretGone');
    const secret = await this.rows.lockSecret(tx, run);
    if (run.phase === 'retiring') {
      await this.replacement.retire(tx, secret, run);
      return this.rows.end(tx, run, 'finished');
    }
    const formerKey = await this.replacement.replace(tx, secret, run);
    const dueAt = new Date(this.clock.now().getTime() + (run.isScheduled ? scheduledMs : byHandMs));
    await this.rows.write(run, { phase: 'retiring', formerKey, dueAt, failures: 0, failure: null }, tx);
  }

  // The step has been rolled back. An error that needs a person ends the rotation; others are retried.
  private async settle(run: AccessKeyRun, error: unknown): Promise<void> {
    const code = codeOf(error);
    if (code === undefined || run.phase === 'retiring') {
      const dueAt = new Date(this.clock.now().getTime() + againMs);
      return this.rows.write(run, { dueAt, failures: run.failures + 1, failure: code ?? 'InternalError' });
    }
    await this.rows.withSecret(run, async (tx, secret) => {
      await this.replacement.refuse(tx, secret, run, failureOf(code));
      await this.rows.end(tx, run, 'failed', code);
    });
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof ServiceError && error.status < 500 ? error.code : undefined;
}

// Both rows are locked without waiting, because a request for a rotation takes the secret's lock first.
const nextDue = `
  select r.rotation_id as "rotationId", r.account_id as "accountId", r.region, r.secret_id as "secretId",
    s.name as "secretName", r.version_id as "versionId", r.phase, r.request_id as "requestId", r.failures, r.fence,
    r.is_scheduled as "isScheduled", r.remainder as "formerKey",
    coalesce(s.planned_deletion_at <= $1, false) as "isGone"
  from kms_rotations r join kms_secrets s using (account_id, region, secret_id)
  where s.type = 'RAMCredentials' and r.phase in ('claimed', 'retiring') and r.due_at <= $1
    and (r.phase = 'retiring' or s.automatic_rotation or not r.is_scheduled)
  order by r.due_at limit 1
  for update of r, s skip locked`;
