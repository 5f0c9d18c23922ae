import { Injectable } from '@nestjs/common';
import { HotPool } from '../database/hot-pool.ts';
import type { AuditChain } from './audit-chain.entity.ts';
import type { AuditEventRow } from './audit-event.entity.ts';
import { chainHash, type ChainedEvent, type ChainHead } from './audit-event.ts';

/** The columns of audit_events with their types, in the order of insertion. */
const columns = {
  sequence: ['sequence', 'bigint'],
  at: ['at', 'timestamptz'],
  accountId: ['account_id', 'text'],
  region: ['region', 'text'],
  callerKind: ['caller_kind', 'text'],
  callerArn: ['caller_arn', 'text'],
  accessKeyId: ['access_key_id', 'text'],
  onBehalfOf: ['on_behalf_of', 'text'],
  sourceAddress: ['source_address', 'text'],
  product: ['product', 'text'],
  action: ['action', 'text'],
  resource: ['resource', 'text'],
  requestId: ['request_id', 'text'],
  result: ['result', 'text'],
  previousHash: ['previous_hash', 'bytea'],
  hash: ['hash', 'bytea'],
} as const satisfies Record<keyof ChainedEvent, readonly [string, string]>;

const members = Object.keys(columns) as (keyof ChainedEvent)[];
const names = members.map((member) => columns[member][0]).join(', ');
const arrays = members.map((member, index) => `$${index + 2}::${columns[member][1]}[]`).join(', ');
const aliased = members.map((member) => `${columns[member][0]} as "${member}"`).join(', ');

/** The SQL statements of the audit trail. */
@Injectable()
export class AuditTable {
  constructor(private readonly pool: HotPool) {}

  /** Begins a chain that anchors every head not anchored yet, and returns the new chain's own head. */
  async openChain(chainId: string, startedAt: Date): Promise<ChainHead> {
    const anchors = await this.unanchoredHeads();
    const hash = chainHash(chainId, startedAt, anchors);
    await this.pool.query({
      name: 'audit.open-chain',
      text: `
        with chain as (insert into audit_chains (chain_id, started_at, hash) values ($1, $2, $3))
        insert into audit_anchors (chain_id, anchored_chain_id, anchored_sequence, anchored_hash)
        select $1, * from unnest($4::text[], $5::bigint[], $6::bytea[])`,
      values: [
        chainId,
        startedAt,
        hash,
        anchors.map((anchor) => anchor.chainId),
        anchors.map((anchor) => anchor.sequence),
        anchors.map((anchor) => anchor.hash),
      ],
    });
    return { chainId, sequence: 0, hash };
  }

  /** Appends events to a chain, all or none. */
  async append(chainId: string, events: readonly ChainedEvent[]): Promise<void> {
    await this.pool.query({
      name: 'audit.append',
      text: `insert into audit_events (chain_id, ${names}) select $1, * from unnest(${arrays})`,
      values: [chainId, ...members.map((member) => events.map((event) => event[member]))],
    });
  }

  chains(): Promise<AuditChain[]> {
    return this.pool.query({
      name: 'audit.chains',
      text: 'select chain_id as "chainId", started_at as "startedAt", hash from audit_chains order by started_at, chain_id',
      values: [],
    });
  }

  /** The heads that a chain anchored when it was opened. */
  async anchors(chainId: string): Promise<ChainHead[]> {
    return heads(
      await this.pool.query<StoredHead>({
        name: 'audit.anchors',
        text: `
          select anchored_chain_id as "chainId", anchored_sequence as sequence, anchored_hash as hash
          from audit_anchors where chain_id = $1`,
        values: [chainId],
      }),
    );
  }

  /** Whether the chain contains this head. It may have grown since. */
  async holds(head: ChainHead): Promise<boolean> {
    const rows = await this.pool.query({
      name: 'audit.holds',
      text: `
        select from audit_events where chain_id = $1 and sequence = $2 and hash = $3
        union all select from audit_chains where chain_id = $1 and 0 = $2 and hash = $3`,
      values: [head.chainId, head.sequence, head.hash],
    });
    return rows.length > 0;
  }

  /** At most 1000 events of a chain after `sequence`, in order. */
  async eventsAfter(chainId: string, sequence: number): Promise<ChainedEvent[]> {
    const rows = await this.pool.query<Omit<AuditEventRow, 'chainId'>>({
      name: 'audit.events-after',
      text: `select ${aliased} from audit_events where chain_id = $1 and sequence > $2 order by sequence limit 1000`,
      values: [chainId, sequence],
    });
    return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
  }

  /** The current heads that no chain anchors. All other heads are covered through these. */
  async unanchoredHeads(): Promise<ChainHead[]> {
    return heads(
      await this.pool.query<StoredHead>({
        name: 'audit.unanchored-heads',
        text: `
          select chain.chain_id as "chainId", coalesce(last.sequence, 0) as sequence, coalesce(last.hash, chain.hash) as hash
          from audit_chains chain
          left join lateral (
            select sequence, hash from audit_events event
            where event.chain_id = chain.chain_id order by sequence desc limit 1
          ) last on true
          where not exists (
            select from audit_anchors anchor
            where anchor.anchored_chain_id = chain.chain_id and anchor.anchored_sequence = coalesce(last.sequence, 0)
          )`,
        values: [],
      }),
    );
  }
}

type StoredHead = Pick<AuditEventRow, 'chainId' | 'sequence' | 'hash'>;

function heads(rows: readonly StoredHead[]): ChainHead[] {
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
}
