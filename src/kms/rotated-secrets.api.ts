import type { EntityManager } from 'typeorm';
import type { Caller } from '../common/caller.ts';
import type { Redacted } from '../common/redacted.ts';
import type { EcsSecretConfig, RotationSchedule, SecretType } from './kms.api.ts';

/** The labels that a rotation works with; nobody else ever reads ACSPending, the label of its candidate. */
export type RotationStage = 'ACSCurrent' | 'ACSPrevious' | 'ACSPending';

/** A version of a secret with its value. */
export interface RotatedVersion {
  readonly versionId: string;
  readonly data: Redacted<string>;
}

/** A secret whose value a rotation replaces, and what the value belongs to. */
export interface RotatedSecret {
  readonly accountId: string;
  readonly region: string;
  readonly secretId: string;
  readonly name: string;
  readonly arn: string;
  readonly type: SecretType;
  /** Of an ECS secret. */
  readonly ecs?: EcsSecretConfig;
  /** The RAM user whose AccessKey a RAMCredentials secret holds. */
  readonly ramUserName?: string;
}

export type SecretId = Pick<RotatedSecret, 'accountId' | 'region' | 'secretId'>;

/** A secret under its row lock: until the transaction ends, nobody else changes it, its versions or its labels. */
export interface LockedSecret extends RotatedSecret {
  readonly isInDeleteWindow: boolean;
  readonly schedule: RotationSchedule;

  /** @throws Rejected.ResourceInDeleteWindow */
  refuseDeleteWindow(): void;
  hasVersion(versionId: string): Promise<boolean>;
  /** The version that a label stands on. @throws Rejected.Disabled */
  open(stage: RotationStage): Promise<RotatedVersion | undefined>;
  /** Stores a candidate as ACSPending. @throws Rejected.ResourceExist when the version id is known, Rejected.Disabled */
  put(candidate: RotatedVersion): Promise<void>;
  /**
   * Makes the candidate ACSCurrent, the former current version ACSPrevious, and sets the next date of the schedule. Touches no ciphertext: a
   * disabled key does not stop it.
   */
  promote(versionId: string): Promise<void>;
  /** Wipes a candidate that no host accepts. */
  discard(versionId: string): Promise<void>;
  /** Nothing rotates the secret by itself until a rotation succeeds or its schedule is set anew. */
  pauseSchedule(): Promise<void>;
}

/** What a rotation may do to secrets and their versions. The caller is authorised, and what it does recorded, by the rotation. */
export abstract class RotatedSecrets {
  /** Undefined when the secret is gone, or its recovery window is over. */
  abstract find(id: SecretId): Promise<RotatedSecret | undefined>;
  /** Locks a secret of the caller's own account. @throws Forbidden.ResourceNotFound */
  abstract lock(caller: Caller, tx: EntityManager, nameOrArn: string): Promise<LockedSecret>;
  /**
   * Locks a secret that can be rotated, which may be another account's.
   * @throws Forbidden.ResourceNotFound Rejected.ResourceInDeleteWindow Rejected.UnsupportedOperation Rejected.Disabled
   */
  abstract admit(caller: Caller, tx: EntityManager, nameOrArn: string): Promise<LockedSecret>;
}
