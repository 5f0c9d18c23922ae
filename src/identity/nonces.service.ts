import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../common/clock.ts';
import { Coalescer } from '../database/coalescer.ts';
import { HotPool } from '../database/hot-pool.ts';
import { Nonces } from './identity.api.ts';

interface Claim {
  readonly accessKeyId: string;
  readonly nonce: string;
}

// A timestamp counts for 15 minutes either way; one minute more, so that no clean-up reopens the window.
const keptForMs = 31 * 60 * 1000;
const cleanUpEveryMs = 60_000;
// So long a clock that has jumped ahead is not believed: until then what was claimed before the jump has come of age.
const leadsKept = keptForMs / cleanUpEveryMs + 1;
// So that there are never two.
const cleanUpTimeoutMs = 50_000;

@Injectable()
export class NoncesService extends Nonces implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('nonces');
  private readonly claims = new Coalescer<Claim, boolean>((claims) => this.insert(claims));
  private cleanUp?: NodeJS.Timeout;
  /** How far the clock was ahead of the steady time of this process, at the latest clean-ups. */
  private leads: number[] = [];

  constructor(
    private readonly pool: HotPool,
    private readonly clock: Clock,
  ) {
    super();
  }

  onModuleInit(): void {
    this.slowestTime();
    this.cleanUp = setInterval(() => void this.removeExpired(), cleanUpEveryMs).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.cleanUp);
  }

  claim(accessKeyId: string, nonce: string): Promise<boolean> {
    return this.claims.load({ accessKeyId, nonce });
  }

  // The primary key decides: a nonce that is there already, or twice in one batch, comes back once or not at all. In order, so that
  // two batches with the same nonces cannot wait for each other. Its commit need not wait for the disc: no later commit gets there
  // before it, and neither an effect of the call nor its answer comes without one (the audit row's at the least).
  private async insert(claims: Claim[]): Promise<boolean[]> {
    const rows = await this.pool.query<Claim>({
      name: 'claim-nonces',
      text: `WITH relaxed AS (SELECT set_config('synchronous_commit', 'off', true))
             INSERT INTO nonces (access_key_id, nonce, expires_at)
             SELECT claim.access_key_id, claim.nonce, $3
             FROM relaxed, unnest($1::text[], $2::text[]) AS claim (access_key_id, nonce)
             ORDER BY 1, 2
             ON CONFLICT DO NOTHING
             RETURNING access_key_id AS "accessKeyId", nonce`,
      values: [
        claims.map(({ accessKeyId }) => accessKeyId),
        claims.map(({ nonce }) => nonce),
        new Date(this.clock.now().getTime() + keptForMs),
      ],
    });
    const fresh = new Set(rows.map(key));
    return claims.map((claim) => fresh.delete(key(claim)));
  }

  /** Removes what no timestamp lets in any more, also if the clock jumps back. */
  async removeExpired(): Promise<void> {
    const text = 'DELETE FROM nonces WHERE expires_at < $1';
    await this.pool
      .query({ name: 'remove-nonces', text, values: [this.slowestTime()], timeoutMs: cleanUpTimeoutMs })
      .catch((error: unknown) => this.logger.warn({ message: 'expired nonces stay for now', error: String(error) }));
  }

  /** Now, by the clock as it was when it was least ahead. */
  private slowestTime(): Date {
    const steady = performance.now();
    this.leads = [...this.leads, this.clock.now().getTime() - steady].slice(-leadsKept);
    return new Date(steady + Math.min(...this.leads));
  }
}

function key({ accessKeyId, nonce }: Claim): string {
  return `${accessKeyId} ${nonce}`;
}
