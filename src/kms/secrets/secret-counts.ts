import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { HotPool } from '../../database/hot-pool.ts';

/** Counts an account's secrets in a region, at the same cost for a hundred thousand as for a thousand. */
@Injectable()
export class SecretCounts {
  constructor(
    private readonly pool: HotPool,
    private readonly clock: Clock,
  ) {}

  async count({ accountId, region }: Caller): Promise<number> {
    const values = [accountId, region, this.clock.now()];
    const [row] = await this.pool.query<{ total: number }>({ name: 'kms.secret-count', text: countSecrets, values });
    return row?.total ?? 0;
  }
}

// Triggers maintain the number of rows. The few rows whose recovery window is over but that are not yet purged are
// subtracted.
const countSecrets = `
  select (
    (select coalesce(sum(secrets), 0) from kms_secret_counts where account_id = $1 and region = $2)
    - (select count(*) from kms_secrets where account_id = $1 and region = $2 and planned_deletion_at <= $3)
  )::integer as total`;
