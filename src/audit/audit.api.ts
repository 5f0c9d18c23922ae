import type { Caller } from '../common/caller.ts';

/** One event for the trail: who did what, on which resource, with which result. It never contains a value. */
export interface AuditEntry {
  readonly caller: Caller;
  /** `kms`, `ecs`, `ram`, `sts`, `yundun-bastionhost` or `broker`. */
  readonly product: string;
  readonly action: string;
  /** The resource's ARN, or `*`. */
  readonly resource: string;
  /** `OK`, or the error's code. */
  readonly result: string;
}

/** The audit trail: each process appends to a hash chain of its own, in batches. */
export abstract class AuditTrail {
  /** Resolves when the entry is durable. */
  abstract record(entry: AuditEntry): Promise<void>;
}

/** A place where the trail is not as it was written. */
export interface AuditFinding {
  readonly chainId: string;
  /** The sequence number of the event, or 0 for the chain itself. */
  readonly sequence: number;
  readonly finding: string;
}

export interface AuditVerification {
  readonly chains: number;
  readonly events: number;
  readonly findings: readonly AuditFinding[];
  /** The heads of the trail, to be kept outside the database and passed to a later verification. */
  readonly marks: readonly string[];
}
