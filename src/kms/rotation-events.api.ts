import type { EntityManager } from 'typeorm';

/** Why a rotation needs a person. */
export interface RotationFailure {
  /** One word, as in logs, audit rows and the rotation's row. */
  readonly code: string;
  /** What a person should do. */
  readonly whatToDo: string;
}

/** What becomes of a secret's credential, in the members of the vendor's events. */
export interface RotationEvent {
  readonly accountId: string;
  readonly region: string;
  readonly level: 'INFO' | 'CRITICAL';
  /** The last is ours: a credential that worked after its rotation is refused. */
  readonly name: 'Secret:RotateSecret:Success' | 'Secret:RotateSecret:Failure' | 'Secret:CheckSecret:Failure';
  /** The ARN of the secret. */
  readonly resource: string;
  readonly content: {
    readonly secretName: string;
    readonly secretType: string;
    readonly RotationEntityArn: string;
    readonly rotationStatus: 'Enabled' | 'Disabled' | 'Invalid';
    readonly rotationSubType: string;
    readonly failureInfo?: { readonly errorCode: string; readonly errorMessage: string };
  };
}

/** Tells people and programs what became of rotations. */
export abstract class RotationEvents {
  /** Written in the transaction of the change that it tells of: both come to pass or neither does. */
  abstract publish(tx: EntityManager, event: RotationEvent): Promise<void>;
}
