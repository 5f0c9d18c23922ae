import type { Caller } from '../common/caller.ts';
import type { Redacted } from '../common/redacted.ts';
import type { EcsCredential, EcsSecretConfig } from './kms.api.ts';
import type { RotationFailure } from './rotation-failure.api.ts';

/**
 * Where a rotation stands. `claimed`: no other one of the secret may start · `prepared`: the candidate is stored as ACSPending, the host
 * untouched · `draining`: no connect lease is given any more, those that live are waited for · `applying`: the host may accept the
 * current value, the candidate or both · `retiring`: the candidate is ACSCurrent, the host still accepts the former key too.
 */
export type RotationPhase = 'claimed' | 'prepared' | 'draining' | 'applying' | 'retiring';

/** The phases in which no other rotation of the secret may start: the host does not yet accept what the secret will say. */
export const livePhases = ['claimed', 'prepared', 'draining', 'applying'] as const satisfies RotationPhase[];

/** A rotation in the hands of one process, as its row was when it was taken or last written. */
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
  /** The RequestId of the call that asked for the rotation. */
  readonly requestId: string;
  /** Begun by the secret's schedule, not by a call. */
  readonly isScheduled: boolean;
  /** Attempts that failed since it was claimed, or since it was promoted. */
  readonly failures: number;
  /** Proof of ownership: a write under a fence or from a phase that is not the row's changes nothing and throws LeaseLost. */
  readonly fence: number;
  /** Values that it has made so far; the host's own rules may have refused some. */
  readonly candidates: number;
  /** What is to be retired: the line of authorized_keys that is to be taken from the host. */
  readonly remainder?: string;
}

/** Another process has taken the rotation, or its secret is gone: whoever gets this stops. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor(
    { secretId, fence }: Pick<RotationRun, 'secretId'> & { readonly fence?: number },
    options?: ErrorOptions,
  ) {
    super(`the secret ${secretId} is gone, or its rotation no longer held under fence ${fence}`, options);
  }
}

export interface RotationRequest {
  /** Name or ARN. */
  readonly secretName: string;
  /** Names the version that the rotation makes. */
  readonly versionId: string;
}

/** Where a rotation begins. */
export abstract class RotationRequests {
  /**
   * Claims a secret for a rotation; a version id that is known finds the rotation of before. One that waits after a failure is tried at once, whatever is answered. Throws Rejected.RotationInProgress,
   * Rejected.UnsupportedOperation (not an ECS secret), Rejected.ResourceInDeleteWindow, Rejected.Disabled, Rejected.ResourceExist, Rejected.LimitExceeded (50 an hour).
   */
  abstract accept(caller: Caller, request: RotationRequest): Promise<{ secretArn: string; secretName: string }>;
}

/** A secret that could be rotated, with its value. */
export interface RehearsedRotation extends Pick<
  RotationRun,
  'accountId' | 'region' | 'secretId' | 'secretName' | 'requestId' | 'ecs'
> {
  readonly current: EcsCredential;
}

/** What a dry run of a rotation needs. */
export abstract class RotationRehearsals {
  /** Throws what `RotationRequests.accept` throws, and begins nothing. Audited as GetSecretValue of the service role. */
  abstract open(caller: Caller, request: RotationRequest): Promise<RehearsedRotation>;
}

/** Begins the rotations of secrets whose date has come. */
export abstract class RotationSchedule {
  /** Claims at most `limit` of them and tells how many; any number of processes that ask begin each rotation once. */
  abstract startDue(limit: number): Promise<number>;
}

/** Which process works on which rotation. The rows are the truth; whoever takes one works until its lease is over. */
export abstract class RotationClaims {
  /** Takes a rotation that is due and in nobody's hands, for `leaseMs` milliseconds; undefined when there is none. */
  abstract takeDue(leaseMs: number): Promise<RotationRun | undefined>;
  /** Keeps the rotation for `leaseMs` more milliseconds. @throws LeaseLost */
  abstract renew(run: RotationRun, leaseMs: number): Promise<void>;
  /** Gives the rotation out of hand until `dueAt`; a `failure` counts. `untouched` says that the host is as it was before. @throws LeaseLost */
  abstract postpone(
    run: RotationRun,
    until: { readonly dueAt: Date; readonly failure?: string; readonly untouched?: boolean },
  ): Promise<void>;
}

/** The values that a rotation works with. */
export interface RotationCredentials {
  readonly current: EcsCredential;
  /** The one that the rotation brings in; undefined before `prepare` and after `promote`. */
  readonly candidate?: EcsCredential;
}

/** What has to be known to undo a rotation, whichever process does it: the host's former state, for example a shadow entry. Sealed, and gone with the rotation's end. */
export abstract class UndoNotes {
  abstract read(run: RotationRun): Promise<Redacted<string> | undefined>;
  /** Takes the place of the note before. @throws LeaseLost */
  abstract keep(run: RotationRun, note: Redacted<string>): Promise<void>;
}

/** What a rotation does to its secret. Each change is one transaction under the rotation's fence. @throws LeaseLost, all of them */
export abstract class SecretRotations {
  /** Throws Rejected.Disabled. Audited as GetSecretValue. */
  abstract credentials(run: RotationRun): Promise<RotationCredentials>;
  /** Stores the candidate, encrypted, as ACSPending; one that no host accepts makes way for it. Throws Rejected.Disabled, Rejected.ResourceInDeleteWindow. Audited as PutSecretValue. */
  abstract prepare(run: RotationRun, candidate: EcsCredential): Promise<RotationRun>;
  /**
   * Stops new connect leases and, once none lives, lets the rotation touch the host (`applying`); until then the run comes back as
   * `draining`. Throws Rejected.ResourceInDeleteWindow.
   */
  abstract enter(run: RotationRun): Promise<RotationRun>;
  /**
   * Makes the candidate ACSCurrent and the former value ACSPrevious. With `retirement` the rotation is given out of hand until that moment,
   * without it is over. An instance that was managed with the former value is managed with the candidate from then on. Works with a
   * disabled key too. Audited as UpdateSecretVersionStage.
   */
  abstract promote(
    run: RotationRun,
    change: Required<RotationCredentials>,
    retirement?: { readonly remainder: string; readonly dueAt: Date },
  ): Promise<void>;
  /** The host holds nothing any more that the secret has given up. */
  abstract finish(run: RotationRun): Promise<void>;
  /**
   * Wipes the candidate and ends the rotation. Only when the host is known not to depend on the candidate. Automatic rotation pauses until
   * another one succeeds.
   */
  abstract fail(run: RotationRun, failure: RotationFailure): Promise<void>;
  /** Pauses automatic rotation as `fail` does, and calls for a person, once; the rotation itself goes on. */
  abstract callPerson(run: RotationRun, failure: RotationFailure): Promise<void>;
  /** A person is told what the host lets in that the secret has given up; the schedule goes on. */
  abstract alarm(run: RotationRun, failure: RotationFailure): Promise<void>;
}
