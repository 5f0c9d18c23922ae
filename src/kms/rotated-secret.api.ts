import type { Redacted } from '../common/redacted.ts';
import type { EcsSecretConfig, RotationSchedule, SecretType } from './kms.api.ts';

/** The labels that a rotation works with. Only the rotation reads ACSPending, the label of its candidate. */
export type RotationStage = 'ACSCurrent' | 'ACSPrevious' | 'ACSPending';

/** A version of a secret with its value. */
export interface RotatedVersion {
  readonly versionId: string;
  readonly data: Redacted<string>;
}

/** A secret whose value a rotation replaces, and the instance or RAM user that the value belongs to. */
export interface RotatedSecret {
  readonly accountId: string;
  readonly region: string;
  readonly secretId: string;
  readonly name: string;
  readonly arn: string;
  readonly type: SecretType;
  /** Set for an ECS secret. */
  readonly ecs?: EcsSecretConfig;
  /** The RAM user whose AccessKey a RAMCredentials secret holds. */
  readonly ramUserName?: string;
}

export type SecretId = Pick<RotatedSecret, 'accountId' | 'region' | 'secretId'>;

/** A secret whose row is locked: nobody else changes it, its versions or its labels until the transaction ends. */
export interface LockedSecret extends RotatedSecret {
  readonly isInDeleteWindow: boolean;
  readonly schedule: RotationSchedule;

  /** @throws Rejected.ResourceInDeleteWindow */
  refuseDeleteWindow(): void;
  hasVersion(versionId: string): Promise<boolean>;
  /** The version that carries a label. @throws Rejected.Disabled */
  open(stage: RotationStage): Promise<RotatedVersion | undefined>;
  /**
   * Stores a candidate as ACSPending.
   * @throws Rejected.ResourceExist when the version id is taken, Rejected.Disabled
   */
  put(candidate: RotatedVersion): Promise<void>;
  /**
   * Makes the candidate ACSCurrent and the former current version ACSPrevious, and sets the next date of the schedule.
   * It touches no ciphertext, so a disabled key does not stop it.
   */
  promote(versionId: string): Promise<void>;
  /** Wipes a candidate that no host accepts. */
  discard(versionId: string): Promise<void>;
  /** Stops automatic rotation of the secret until a rotation succeeds or its schedule is set again. */
  pauseSchedule(): Promise<void>;
}
