import type { EcsCredential, EcsSecretConfig } from './kms.api.ts';
import type { RotationFailure } from './rotation-failure.api.ts';

/** A credential that is to be tried once more, some time after its rotation. */
export interface CredentialCheck {
  readonly accountId: string;
  readonly region: string;
  readonly secretId: string;
  readonly secretName: string;
  readonly ecs: EcsSecretConfig;
  readonly versionId: string;
  readonly requestId: string;
  readonly failures: number;
  readonly current: EcsCredential;
}

/** `unanswered`: the host did not say; it is asked again a few times. */
export type CheckOutcome = 'confirmed' | 'unanswered' | RotationFailure;

/** Which credentials are to be checked. A host that was restored or changed by hand is found by this, not by those who want to log on. */
export abstract class CredentialChecks {
  /** Takes a check that is due and in nobody's hands, for `leaseMs` milliseconds. Audited as GetSecretValue. */
  abstract takeDue(leaseMs: number): Promise<CredentialCheck | undefined>;
  /** A failure raises an alarm: an event, unless the secret was rotated meanwhile. */
  abstract end(check: CredentialCheck, outcome: CheckOutcome): Promise<void>;
}
