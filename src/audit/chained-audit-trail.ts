import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.ts';
import { randomLowerAlphanumeric } from '../common/identifiers.ts';
import { Coalescer } from '../database/coalescer.ts';
import { auditEvent, chainedEvent, type AuditEvent, type ChainedEvent, type ChainHead } from './audit-event.ts';
import { AuditTrail, type AuditEntry } from './audit.api.ts';
import { AuditTable } from './audit-table.ts';

/**
 * Appends to the chain of this process. Events that arrive while a batch is being stored form the next one, so one
 * commit serves every caller that waits for it.
 */
@Injectable()
export class ChainedAuditTrail extends AuditTrail {
  private head?: ChainHead;
  private readonly batches = new Coalescer<AuditEvent, void>((events) => this.append(events), {
    maxBatch: 500,
    inFlight: 1,
  });

  constructor(
    private readonly table: AuditTable,
    private readonly clock: Clock,
  ) {
    super();
  }

  record(entry: AuditEntry): Promise<void> {
    return this.batches.load(auditEvent(entry, this.clock.now()));
  }

  /** After a failure it is unknown whether the batch was stored: a new chain begins and anchors what is there. */
  private async append(events: readonly AuditEvent[]): Promise<void[]> {
    const head = this.head ?? (await this.table.openChain(randomLowerAlphanumeric(20), this.clock.now()));
    this.head = undefined;
    const chained = chain(events, head);
    await this.table.append(head.chainId, chained);
    const last = chained.at(-1);
    this.head = last ? { chainId: head.chainId, sequence: last.sequence, hash: last.hash } : head;
    return events.map(() => undefined);
  }
}

function chain(events: readonly AuditEvent[], head: ChainHead): ChainedEvent[] {
  const chained: ChainedEvent[] = [];
  for (const event of events) {
    const { sequence, hash } = chained.at(-1) ?? head;
    chained.push(chainedEvent(event, { chainId: head.chainId, sequence, hash }));
  }
  return chained;
}
