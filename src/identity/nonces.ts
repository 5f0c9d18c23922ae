import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../common/clock.ts';
import { PeriodicTask } from '../common/periodic-task.ts';
import { Coalescer } from '../database/coalescer.ts';
import { HotPool } from '../database/hot-pool.ts';
import { Nonces } from './identity.api.ts';
import type { Nonce } from './nonce.entity.ts';

type Claim = Pick<Nonce, 'accessKeyId' | 'nonce'>;

// A timestamp is valid for 15 minutes either way. One minute more, so that no clean-up reopens the window.
const keptForMs = 31 * 60 * 1000;
const cleanUpEveryMs = 60_000;
// A clock that has jumped ahead is not trusted for this many clean-ups. By then, what was claimed before has expired.
const leadsKept = keptForMs / cleanUpEveryMs + 1;
// It may have more to delete than can be deleted in the time of a call.
const cleanUpTimeoutMs = 50_000;

@Injectable()
export class NoncesService extends Nonces implements OnModuleInit, OnModuleDestroy {
  private readonly claims = new Coalescer<Claim, boolean>((claims) => this.insert(claims));
  private readonly cleanUp = new PeriodicTask({
    everyMs: cleanUpEveryMs,
    run: () => this.removeExpired(),
    logger: new Logger('nonces'),
    failure: 'expired nonces could not be deleted',
  });
  /** How far the clock was ahead of this process's monotonic time at the latest clean-ups, in milliseconds. */
  private leads: number[] = [];

  constructor(
    private readonly pool: HotPool,
    private readonly clock: Clock,
  ) {
    super();
  }

  onModuleInit(): void {
    this.slowestTime();
    this.cleanUp.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.cleanUp.stop();
  }

  claim(accessKeyId: string, nonce: string): Promise<boolean> {
    return this.claims.load({ accessKeyId, nonce });
  }

  // The primary key decides: a nonce that exists already is not returned, and one that occurs twice in a batch is
  // returned once. Nonces are inserted in order, so that two batches with the same nonces cannot deadlock. The commit
  // need not wait for the disk: no later commit becomes durable before it, and a call has neither an effect nor an
  // answer without a later commit (at least that of its audit row).
  private async insert(claims: Claim[]): Promise<boolean[]> {
    const rows = await this.pool.query<Claim>({
      name: 'claim-nonces',
      text: `with relaxed as (select set_config('synchronous_commit', 'off', true))
             insert into nonces (access_key_id, nonce, expires_at)
             select claim.access_key_id, claim.nonce, $3
             from relaxed, unnest($1::text[], $2::text[]) as claim (access_key_id, nonce)
             order by 1, 2
             on conflict do nothing
             returning access_key_id as "accessKeyId", nonce`,
      values: [
        claims.map(({ accessKeyId }) => accessKeyId),
        claims.map(({ nonce }) => nonce),
        new Date(this.clock.now().getTime() + keptForMs),
      ],
    });
    const fresh = new Set(rows.map(key));
    return claims.map((claim) => fresh.delete(key(claim)));
  }

  /** Removes nonces whose timestamps are no longer accepted, even if the clock jumps back. */
  async removeExpired(): Promise<void> {
    const text = 'delete from nonces where expires_at < $1';
    const values = [this.slowestTime()];
    await this.pool.query({ name: 'remove-nonces', text, values, timeoutMs: cleanUpTimeoutMs });
  }

  /** The current time, by the clock as it was when it was least ahead. */
  private slowestTime(): Date {
    const steady = performance.now();
    this.leads = [...this.leads, this.clock.now().getTime() - steady].slice(-leadsKept);
    return new Date(steady + Math.min(...this.leads));
  }
}

function key({ accessKeyId, nonce }: Claim): string {
  return `${accessKeyId} ${nonce}`;
}
