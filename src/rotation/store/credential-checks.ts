import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { newRequestId } from '../../common/identifiers.ts';
import { returning } from '../../database/returning.ts';
import type { EcsCredential } from '../../kms/kms.api.ts';
import type { RotationFailure } from '../what-to-do.ts';
import { CredentialCheckRow } from './credential-check.entity.ts';
import { CurrentCredentials, type SecretOfHost } from './current-credentials.ts';
import { RotationOutcomes } from './rotation-outcomes.ts';
import { RotationRows } from './rotation-rows.ts';
import { livePhases } from './rotation-run.ts';

const againMs = 3_600_000;
const maxUnanswered = 6;

/** A credential that is to be tried once more, some time after its rotation. */
export interface CredentialCheck extends SecretOfHost {
  readonly versionId: string;
  readonly failures: number;
  readonly current: EcsCredential;
}

/** `unanswered`: the host did not say. It is asked again a few times. */
export type CheckOutcome = 'confirmed' | 'unanswered' | RotationFailure;

/**
 * The credentials to be checked. A check finds a host that was restored or changed by hand before a client that wants
 * to log on does.
 */
@Injectable()
export class CredentialChecks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly rows: RotationRows,
    private readonly credentials: CurrentCredentials,
    private readonly outcomes: RotationOutcomes,
    private readonly clock: Clock,
  ) {}

  /** Takes a due check that no process has, for `leaseMs` milliseconds. Audited as GetSecretValue. */
  async takeDue(leaseMs: number): Promise<CredentialCheck | undefined> {
    const now = this.clock.now();
    const leaseUntil = new Date(now.getTime() + leaseMs);
    const [row] = await returning<DueRow>(this.dataSource.manager, takeDue, [now, leaseUntil, livePhases]);
    const secret = row && (await this.rows.ecsSecret(row));
    return secret && this.read({ ...row, ...secret, requestId: newRequestId() });
  }

  // A value that cannot be read now because its key is disabled is checked later.
  private async read(due: Omit<CredentialCheck, 'current'>): Promise<CredentialCheck | undefined> {
    try {
      return { ...due, current: (await this.credentials.read(due)).current };
    } catch (error) {
      await this.postpone(due);
      throw error;
    }
  }

  /** A failure raises an alarm event, unless the secret was rotated in the meantime. */
  async end(check: CredentialCheck, outcome: CheckOutcome): Promise<void> {
    if (outcome === 'unanswered') return this.postpone(check);
    await this.rows.withSecret(check, async (tx, secret) => {
      const state = outcome === 'confirmed' ? 'confirmed' : 'refused';
      const { affected } = await tx.update(CredentialCheckRow, dueRowOf(check), { state, leaseUntil: null });
      if (outcome !== 'confirmed' && affected === 1) await this.outcomes.drifted(tx, secret, outcome);
    });
  }

  private async postpone(check: Omit<CredentialCheck, 'current'>): Promise<void> {
    const failures = check.failures + 1;
    const state = failures >= maxUnanswered ? 'unknown' : 'due';
    const dueAt = new Date(this.clock.now().getTime() + againMs);
    const change = { state, dueAt, failures: () => 'failures + 1', leaseUntil: null } as const;
    await this.dataSource.manager.update(CredentialCheckRow, dueRowOf(check), change);
  }
}

/** The row of a check, unless another rotation has put a later version's in its place, or it has ended. */
function dueRowOf({ accountId, region, secretId, versionId }: Omit<DueRow, 'failures'>) {
  return { accountId, region, secretId, versionId, state: 'due' } as const;
}

type DueRow = Pick<CredentialCheckRow, 'accountId' | 'region' | 'secretId' | 'versionId' | 'failures'>;

// A live rotation may be changing the credential.
const takeDue = `
  update kms_credential_checks
  set lease_until = $2
  where (account_id, region, secret_id) = (
      select d.account_id, d.region, d.secret_id from kms_credential_checks d
      join kms_secrets using (account_id, region, secret_id)
      where state = 'due' and due_at <= $1 and (lease_until is null or lease_until <= $1) and planned_deletion_at is null
        and not exists (
          select from kms_rotations r
          where r.account_id = d.account_id and r.region = d.region and r.secret_id = d.secret_id and r.phase = any($3)
        )
      order by due_at limit 1
      for update of d skip locked
    )
  returning account_id as "accountId", region, secret_id as "secretId", version_id as "versionId", failures`;
