import { chainHash, eventHash, type ChainHead } from './audit-event.ts';
import type { AuditFinding, AuditVerification } from './audit.api.ts';
import { auditMark, readAuditMark } from './audit-mark.ts';
import type { AuditChain } from './audit-chain.entity.ts';
import type { AuditTable } from './audit-table.ts';

/**
 * Reads the whole trail and reports what was changed, removed or moved. The removal of a whole chain, or of its newest
 * events, goes unnoticed only if no later chain has anchored them and none of `marks` was made after them.
 */
export async function verifyAuditTrail(table: AuditTable, marks: readonly string[] = []): Promise<AuditVerification> {
  const heads = await table.unanchoredHeads();
  const findings = await verifyMarks(table, marks);
  const chains = await table.chains();
  let events = 0;
  for (const chain of chains) {
    findings.push(...(await verifyOpening(table, chain)));
    events += await verifyEvents(table, chain, findings);
  }
  return { chains: chains.length, events, findings, marks: heads.map(auditMark) };
}

async function verifyMarks(table: AuditTable, marks: readonly string[]): Promise<AuditFinding[]> {
  const findings: AuditFinding[] = [];
  for (const head of marks.map(readAuditMark)) {
    if (await table.holds(head)) continue;
    const { chainId, sequence } = head;
    findings.push({ chainId, sequence, finding: 'this event, for which a mark was kept, is missing or was changed' });
  }
  return findings;
}

async function verifyOpening(table: AuditTable, { chainId, startedAt, hash }: AuditChain): Promise<AuditFinding[]> {
  const anchors = await table.anchors(chainId);
  const findings: AuditFinding[] = [];
  if (!chainHash(chainId, startedAt, anchors).equals(hash)) {
    findings.push({ chainId, sequence: 0, finding: 'the chain or its anchors were changed' });
  }
  for (const anchor of anchors) {
    if (await table.holds(anchor)) continue;
    const finding = `this event, anchored in chain ${chainId}, is missing or was changed`;
    findings.push({ chainId: anchor.chainId, sequence: anchor.sequence, finding });
  }
  return findings;
}

/** Adds what is wrong with a chain to `findings`, and returns the number of its events. */
async function verifyEvents(table: AuditTable, chain: AuditChain, findings: AuditFinding[]): Promise<number> {
  const { chainId } = chain;
  let head: ChainHead = { chainId, sequence: 0, hash: chain.hash };
  let count = 0;
  for (
    let page = await table.eventsAfter(chainId, 0);
    page.length > 0;
    page = await table.eventsAfter(chainId, head.sequence)
  ) {
    for (const event of page) {
      const { sequence, hash } = event;
      if (sequence !== head.sequence + 1) {
        findings.push({ chainId, sequence: head.sequence + 1, finding: `events up to ${sequence - 1} are missing` });
      } else if (!event.previousHash.equals(head.hash)) {
        findings.push({ chainId, sequence, finding: 'the event does not follow the one before it' });
      }
      if (!eventHash(event, { chainId, sequence: sequence - 1, hash: event.previousHash }).equals(hash)) {
        findings.push({ chainId, sequence, finding: 'the event was changed or moved' });
      }
      head = { chainId, sequence, hash };
      count += 1;
    }
  }
  return count;
}
