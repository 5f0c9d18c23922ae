import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Clock } from '../common/clock.ts';
import { Injectable } from '@nestjs/common';
import { HotPool } from '../database/hot-pool.ts';

/** A process that has been silent for this long counts as dead. */
const deadAfterMs = 15_000;

/** How processes that seal and open tell each other which keys they have. */
@Injectable()
export class SealingProcesses {
  private readonly processId = randomUUID();
  private readonly label = `${hostname()} pid ${process.pid}`;

  constructor(
    private readonly pool: HotPool,
    private readonly clock: Clock,
  ) {}

  /** `opens`: the ids of the keys that the process has. `sealsUnder`: null while it has none. */
  async report(opens: readonly Buffer[], sealsUnder: Buffer | null): Promise<void> {
    await this.pool.query({
      name: 'sealing.report',
      text: `
        insert into sealing_processes (process_id, label, alive_at, opens, seals_under) values ($1, $2, $3, $4, $5)
        on conflict (process_id) do update
        set alive_at = excluded.alive_at, opens = excluded.opens, seals_under = excluded.seals_under`,
      values: [this.processId, this.label, this.clock.now(), opens, sealsUnder],
    });
  }

  async leave(): Promise<void> {
    await this.pool.query({
      name: 'sealing.leave',
      text: 'delete from sealing_processes where process_id = $1 or alive_at <= $2',
      values: [this.processId, this.deadline()],
    });
  }

  /** The labels of live processes that do not have the key. */
  async without(keyId: Buffer): Promise<string[]> {
    return this.live('sealing.without', 'not (opens @> array[$2::bytea])', keyId);
  }

  /** The labels of live processes that still seal under another key. */
  async notSealingUnder(keyId: Buffer): Promise<string[]> {
    return this.live('sealing.not-sealing-under', 'seals_under is distinct from $2', keyId);
  }

  private async live(name: string, condition: string, keyId: Buffer): Promise<string[]> {
    const text = `select label from sealing_processes where alive_at > $1 and ${condition} order by label`;
    const rows = await this.pool.query<{ label: string }>({ name, text, values: [this.deadline(), keyId] });
    return rows.map(({ label }) => label);
  }

  private deadline(): Date {
    return new Date(this.clock.now().getTime() - deadAfterMs);
  }
}
