import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { newRequestId } from '../../common/identifiers.ts';
import { CredentialChecks, type CheckOutcome, type CredentialCheck } from '../credential-checks.api.ts';
import { livePhases } from '../secret-rotations.api.ts';
import { ecsConfigOf } from '../secrets/ecs-secret-config.ts';
import { CurrentCredentials } from './current-credentials.service.ts';
import { RotationOutcomes } from './rotation-outcomes.service.ts';

const againMs = 3_600_000;
const maxUnanswered = 6;

@Injectable()
export class CredentialChecksService extends CredentialChecks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly credentials: CurrentCredentials,
    private readonly outcomes: RotationOutcomes,
    private readonly clock: Clock,
  ) {
    super();
  }

  async takeDue(leaseMs: number): Promise<CredentialCheck | undefined> {
    const now = this.clock.now();
    const leaseUntil = new Date(now.getTime() + leaseMs);
    const [[row]] = await this.dataSource.query<[[DueRow?], number]>(takeDue, [now, leaseUntil, livePhases]);
    const ecs = row && ecsConfigOf(row.extendedConfig);
    if (!row || !ecs) return undefined;
    return this.read({ ...row, ecs, requestId: newRequestId() });
  }

  // A value that cannot be read now, for its key is disabled, is checked later.
  private async read(of: Omit<CredentialCheck, 'current'>): Promise<CredentialCheck | undefined> {
    try {
      return { ...of, current: (await this.credentials.read(of)).current };
    } catch (error) {
      await this.postpone(of);
      throw error;
    }
  }

  async end(check: CredentialCheck, outcome: CheckOutcome): Promise<void> {
    if (outcome === 'unanswered') return this.postpone(check);
    await this.credentials.withSecret(check, async (tx, secret) => {
      const state = outcome === 'confirmed' ? 'confirmed' : 'refused';
      const { accountId, region, secretId, versionId } = check;
      const [ended] = await tx.query<[unknown[], number]>(end, [accountId, region, secretId, versionId, state]);
      if (outcome !== 'confirmed' && ended.length > 0) await this.outcomes.drifted(tx, secret, outcome);
    });
  }

  private async postpone({
    accountId,
    region,
    secretId,
    versionId,
    failures,
  }: Omit<CredentialCheck, 'current'>): Promise<void> {
    const state = failures + 1 >= maxUnanswered ? 'unknown' : 'due';
    const dueAt = new Date(this.clock.now().getTime() + againMs);
    await this.dataSource.query(postpone, [accountId, region, secretId, versionId, state, dueAt]);
  }
}

type DueRow = Omit<CredentialCheck, 'ecs' | 'current' | 'requestId'> & { readonly extendedConfig: string | null };

// A rotation that lives may be changing the credential just now.
const takeDue = `
  update kms_credential_checks c
  set lease_until = $2
  from kms_secrets s
  where (c.account_id, c.region, c.secret_id) = (
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
    and s.account_id = c.account_id and s.region = c.region and s.secret_id = c.secret_id
  returning c.account_id as "accountId", c.region, c.secret_id as "secretId", c.version_id as "versionId", c.failures,
    s.name as "secretName", s.extended_config as "extendedConfig"`;

const ofVersion = `account_id = $1 and region = $2 and secret_id = $3 and version_id = $4 and state = 'due'`;
const end = `update kms_credential_checks set state = $5, lease_until = null where ${ofVersion} returning secret_id`;
const postpone = `
  update kms_credential_checks set state = $5, due_at = $6, failures = failures + 1, lease_until = null where ${ofVersion}`;
