import { hash } from 'node:crypto';
import type { AuditEntry } from './audit.api.ts';
import { printable } from '../common/printable.ts';

/** The content of an event: the columns that its hash covers. */
export interface AuditEvent {
  readonly at: Date;
  readonly accountId: string;
  readonly region: string;
  readonly callerKind: string;
  readonly callerArn: string;
  readonly accessKeyId: string | null;
  readonly onBehalfOf: string | null;
  readonly sourceAddress: string;
  readonly product: string;
  readonly action: string;
  readonly resource: string;
  readonly requestId: string;
  readonly result: string;
}

/** An event with its position in a chain. */
export interface ChainedEvent extends AuditEvent {
  readonly sequence: number;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
}

/** The end of a chain: its last event, or sequence 0 and the chain's own hash while it has no events. */
export interface ChainHead {
  readonly chainId: string;
  readonly sequence: number;
  readonly hash: Buffer;
}

export function auditEvent({ caller, product, action, resource, result }: AuditEntry, at: Date): AuditEvent {
  const { identity } = caller;
  const orNull = (text: string | undefined) => (text === undefined ? null : printable(text));
  return {
    at,
    accountId: printable(caller.accountId),
    region: printable(caller.region),
    callerKind: identity.kind,
    callerArn: printable(identity.arn),
    accessKeyId: orNull(identity.accessKeyId),
    onBehalfOf: orNull(identity.onBehalfOf),
    sourceAddress: printable(caller.sourceAddress),
    product: printable(product),
    action: printable(action),
    resource: printable(resource),
    requestId: printable(caller.requestId),
    result: printable(result),
  };
}

/** The hash that a chain starts from, over its id, its start time and the heads of other chains that it anchors. */
export function chainHash(chainId: string, startedAt: Date, anchors: readonly ChainHead[]): Buffer {
  const sorted = [...anchors].sort((one, other) => (one.chainId < other.chainId ? -1 : 1));
  const heads = sorted.map(({ chainId: id, sequence, hash }) => [id, sequence, hash.toString('hex')]);
  return digest(Buffer.alloc(0), [chainId, startedAt.toISOString(), heads]);
}

/** The hash of the event that follows `head`. */
export function eventHash(event: AuditEvent, head: ChainHead): Buffer {
  const content = contentColumns.map((column) => (column === 'at' ? event.at.toISOString() : event[column]));
  return digest(head.hash, [head.chainId, head.sequence + 1, ...content]);
}

/** The event, chained as the successor of `head`. */
export function chainedEvent(event: AuditEvent, head: ChainHead): ChainedEvent {
  // Member by member: spreading this many takes longer than hashing them.
  return {
    at: event.at,
    accountId: event.accountId,
    region: event.region,
    callerKind: event.callerKind,
    callerArn: event.callerArn,
    accessKeyId: event.accessKeyId,
    onBehalfOf: event.onBehalfOf,
    sourceAddress: event.sourceAddress,
    product: event.product,
    action: event.action,
    resource: event.resource,
    requestId: event.requestId,
    result: event.result,
    sequence: head.sequence + 1,
    previousHash: head.hash,
    hash: eventHash(event, head),
  };
}

// The order is part of the format: it must never change.
const contentColumns = [
  'at',
  'accountId',
  'region',
  'callerKind',
  'callerArn',
  'accessKeyId',
  'onBehalfOf',
  'sourceAddress',
  'product',
  'action',
  'resource',
  'requestId',
  'result',
] as const satisfies readonly (keyof AuditEvent)[];

function digest(previous: Buffer, content: readonly unknown[]): Buffer {
  const text = JSON.stringify(content);
  const input = Buffer.allocUnsafe(previous.length + Buffer.byteLength(text));
  input.write(text, previous.copy(input));
  return hash('sha256', input, 'buffer');
}
