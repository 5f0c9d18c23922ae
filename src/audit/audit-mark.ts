import type { ChainHead } from './audit-event.ts';

const form = /^([a-z0-9]{1,64}):(\d{1,15}):([0-9a-f]{64})$/;

/** The head of a chain as one line, to be kept outside the database. */
export function auditMark({ chainId, sequence, hash }: ChainHead): string {
  return `${chainId}:${sequence}:${hash.toString('hex')}`;
}

/** The inverse of `auditMark`. @throws Error when the text is not a mark */
export function readAuditMark(text: string): ChainHead {
  const [, chainId, sequence, hash] = form.exec(text) ?? [];
  if (chainId === undefined || hash === undefined) throw new Error(`this is not a mark of the audit trail: ${text}`);
  return { chainId, sequence: Number(sequence), hash: Buffer.from(hash, 'hex') };
}
