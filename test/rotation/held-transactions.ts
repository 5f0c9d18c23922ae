import pg from 'pg';
import { eventually } from '../support/eventually.ts';
import type { TestDatabase } from '../support/test-database.ts';

/** A step of a rotation, as seen in its row: a process takes it, or it enters another phase. */
export type Step = 'taken' | 'prepared' | 'draining' | 'applying' | 'retiring' | 'finished';

/**
 * `uncommitted`: the row is updated, COMMIT is still to come. `committed`: COMMIT has been sent, so the transaction
 * takes effect on release, even if its client is lost and never learns so.
 */
export type HeldWhen = 'uncommitted' | 'committed';

const lock = 1_147_483_647;

const install = `
create table held_steps (version_id text, step text, moment text);
create function hold_step() returns trigger language plpgsql as $$
begin
  if exists (
    select from held_steps
    where version_id = new.version_id and moment = tg_argv[0]
      and step = case when new.fence <> old.fence then 'taken' when new.phase <> old.phase then new.phase end
  ) then
    perform pg_advisory_xact_lock(${lock});
  end if;
  return null;
end $$;
create trigger hold_before_commit after update on kms_rotations for each row execute function hold_step('uncommitted');
create constraint trigger hold_at_commit after update on kms_rotations deferrable initially deferred
  for each row execute function hold_step('committed');`;

/** Makes a service wait in the middle of its transactions for a lock that the test holds. */
export class HeldTransactions {
  private orders = 0;

  private constructor(
    private readonly database: TestDatabase,
    private readonly client: pg.Client,
  ) {}

  static async on(database: TestDatabase): Promise<HeldTransactions> {
    await database.dataSource.query(install);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    return new HeldTransactions(database, client);
  }

  /**
   * Makes the rotation that creates this version wait there. Several may be held at once; a release is the release of
   * all.
   */
  async hold(
    versionId: string,
    step: Step,
    when: HeldWhen,
  ): Promise<{ arrived: () => Promise<void>; release: () => Promise<void> }> {
    if (this.orders === 0) await this.client.query(`select pg_advisory_lock(${lock})`);
    await this.client.query('insert into held_steps values ($1, $2, $3)', [versionId, step, when]);
    const held = (this.orders += 1);
    return {
      arrived: () => eventually(`${step} is held`, async () => (await this.waiting()).length >= held, 30_000),
      release: () => this.release(),
    };
  }

  close(): Promise<void> {
    return this.client.end();
  }

  // A PostgreSQL process does not notice that its client has died before it gets the lock that it waits for.
  private async release(): Promise<void> {
    if (this.orders === 0) return;
    this.orders = 0;
    const held = await this.waiting();
    await this.client.query('delete from held_steps');
    await this.client.query(`select pg_advisory_unlock(${lock})`);
    await eventually('the held transaction is over', async () => !(await this.isInTransaction(held)));
  }

  private async waiting(): Promise<number[]> {
    const rows: { pid: number }[] = await this.database.dataSource.query(
      `select pid from pg_locks where locktype = 'advisory' and objid = ${lock} and not granted
       and database = (select oid from pg_database where datname = current_database())`,
    );
    return rows.map(({ pid }) => pid);
  }

  private async isInTransaction(pids: readonly number[]): Promise<boolean> {
    const rows: unknown[] = await this.database.dataSource.query(
      `select from pg_stat_activity where pid = any($1) and state <> 'idle'`,
      [pids],
    );
    return rows.length > 0;
  }
}
