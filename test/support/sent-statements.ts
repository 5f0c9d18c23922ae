import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool, PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { PeriodicTask } from '../../src/common/periodic-task.ts';
import type { Members } from './api-clients.ts';
import type { TestApplication } from './test-application.ts';

interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** A node of a plan. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

const inPeriodicTask = new AsyncLocalStorage<true>();
const { wake } = PeriodicTask.prototype;
PeriodicTask.prototype.wake = function () {
  return inPeriodicTask.run(true, () => wake.call(this));
};

/**
 * Records what a service sends to its database about some tables, and has it explained. What its periodic tasks send is
 * left out, since they may be due during any call.
 */
export class SentStatements {
  private readonly dataSource: DataSource;
  private sent: Statement[] = [];

  constructor(
    app: Pick<TestApplication, 'get'>,
    private readonly tables: readonly string[],
  ) {
    this.dataSource = app.get(DataSource);
    this.record((this.dataSource.driver as unknown as { master: Pool }).master);
  }

  /** The nodes of the plans of what a call sends about these tables. */
  async nodesOf(call: () => Promise<unknown>): Promise<PlanNode[]> {
    const concerned = await this.sentBy(call);
    const plans = await Promise.all(
      concerned.map(({ text, values }) =>
        this.dataSource.query<Members[]>(`explain (format json) ${text}`, [...values]),
      ),
    );
    return plans.flatMap(([row]) => withChildren(row!['QUERY PLAN'][0].Plan));
  }

  /** What a call sends about these tables, in order. */
  async textsOf(call: () => Promise<unknown>): Promise<string[]> {
    return (await this.sentBy(call)).map(({ text }) => text);
  }

  /** How often each named statement of a call is planned when it comes this many times over one connection. */
  async planningsOf(call: () => Promise<unknown>, times: number): Promise<Record<string, number>> {
    const named = (await this.sentBy(call)).filter(({ name }) => name);
    const runner = this.dataSource.createQueryRunner();
    try {
      const client: PoolClient = await runner.connect();
      for (let time = 0; time < times; time++)
        for (const statement of named) await client.query({ ...statement, values: [...statement.values] });
      const { rows } = await client.query<{ name: string; plannings: number }>(
        'select name, custom_plans::integer as plannings from pg_prepared_statements',
      );
      const names = new Set(named.map(({ name }) => name));
      return Object.fromEntries(rows.filter(({ name }) => names.has(name)).map((row) => [row.name, row.plannings]));
    } finally {
      await runner.release();
    }
  }

  private async sentBy(call: () => Promise<unknown>): Promise<Statement[]> {
    this.sent = [];
    await call();
    return this.sent.filter(({ text }) => this.tables.some((table) => text.includes(table)));
  }

  /** Which of the tables are read from end to end. */
  scannedIn(nodes: readonly PlanNode[]): string[] {
    return nodes
      .filter((node) => node['Node Type'] === 'Seq Scan')
      .map((node) => node['Relation Name'] ?? '')
      .filter((table) => this.tables.includes(table));
  }

  private record(pool: Pool): void {
    const recorded = new WeakSet<PoolClient>();
    pool.on('acquire', (client) => {
      if (recorded.has(client)) return;
      recorded.add(client);
      const send = client.query.bind(client) as (...parameters: unknown[]) => unknown;
      const query = (...parameters: unknown[]) => {
        const [statement, values] = parameters as [string | Statement, unknown];
        if (typeof statement !== 'string') this.note(statement);
        else if (Array.isArray(values)) this.note({ text: statement, values });
        return send(...parameters);
      };
      Object.assign(client, { query });
    });
  }

  private note(statement: Statement): void {
    if (!inPeriodicTask.getStore()) this.sent.push(statement);
  }
}

function withChildren(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(withChildren)];
}
