import type { Caller } from '../common/caller.ts';

/** One fact for the trail: who did what, on which resource, with which result. It never holds a value. */
export interface AuditEntry {
  readonly caller: Caller;
  /** `kms`, `ecs`, `yundun-bastionhost` or `broker`. */
  readonly product: string;
  readonly action: string;
  /** The resource's ARN, or `*`. */
  readonly resource: string;
  /** `OK`, or the error's code. */
  readonly result: string;
}

/** The audit trail: one hash chain a process, appended in batches. */
export abstract class AuditTrail {
  /** Resolves when the entry is durable. */
  abstract record(entry: AuditEntry): Promise<void>;
}

/** Something in the trail that is not as it was written. */
export interface AuditFinding {
  readonly chainId: string;
  /** The event, or 0 for the chain itself. */
  readonly sequence: number;
  readonly finding: string;
}

export interface AuditVerification {
  readonly chains: number;
  readonly events: number;
  readonly findings: readonly AuditFinding[];
  /** How far the trail has got: to be kept outside the database and given to a later verification. */
  readonly marks: readonly string[];
}

/** Checks that the trail is as it was written. */
export abstract class AuditVerifier {
  /** `marks` are those of earlier verifications: an older database, or a trail that was cut off, does not hold them. @throws Error for what is no mark */
  abstract verify(marks?: readonly string[]): Promise<AuditVerification>;
}
