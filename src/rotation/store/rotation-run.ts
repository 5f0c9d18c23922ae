import type { EcsCredential, EcsSecretConfig } from '../../kms/kms.api.ts';

/**
 * Where a rotation stands:
 * - `claimed`: no other rotation of the secret may start.
 * - `prepared`: the candidate is stored as ACSPending, the host is untouched.
 * - `draining`: no new connect leases are given; live ones are waited for.
 * - `applying`: the host may accept the current value, the candidate or both.
 * - `retiring`: the candidate is ACSCurrent, the host still accepts the former key too.
 */
export type RotationPhase = 'claimed' | 'prepared' | 'draining' | 'applying' | 'retiring';

/**
 * The phases in which no other rotation of the secret may start: the host does not yet accept what the secret will
 * hold.
 */
export const livePhases = ['claimed', 'prepared', 'draining', 'applying'] as const satisfies RotationPhase[];

/** A rotation that one process has, as its row was when it was taken or last written. */
export interface RotationRun {
  readonly rotationId: string;
  readonly accountId: string;
  readonly region: string;
  readonly secretId: string;
  readonly secretName: string;
  readonly ecs: EcsSecretConfig;
  /** The version that the rotation makes. */
  readonly versionId: string;
  readonly phase: RotationPhase;
  /** The RequestId of the call that asked for the rotation; generated for a scheduled one. */
  readonly requestId: string;
  /** Begun by the secret's schedule, not by a call. */
  readonly isScheduled: boolean;
  /** Attempts that have failed since it was claimed or promoted. */
  readonly failures: number;
  /** Proof of ownership: a write with a fence or phase that is not the row's changes nothing and throws LeaseLost. */
  readonly fence: number;
  /** Number of values made so far; the host's own rules may have refused some. */
  readonly candidates: number;
  /**
   * The former key to be retired: the line of authorized_keys to be removed from the host, or the id of an AccessKey.
   */
  readonly formerKey?: string;
}

/** Another process has taken the rotation, or its secret is gone. A caller that gets this stops. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor(
    { secretId, fence }: Pick<RotationRun, 'secretId'> & { readonly fence?: number },
    options?: ErrorOptions,
  ) {
    super(`the secret ${secretId} was deleted, or its rotation is no longer held under fence ${fence}`, options);
  }
}

/** The values that a rotation works with. */
export interface RotationCredentials {
  readonly current: EcsCredential;
  /** The value that the rotation brings in; undefined before `prepare` and after `promote`. */
  readonly candidate?: EcsCredential;
}
