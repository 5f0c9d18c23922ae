import type { Caller } from '../common/caller.ts';

/** What RotateSecret asks for. */
export interface RotationRequest {
  /** Name or ARN. */
  readonly secretName: string;
  /** Names the version that the rotation makes. */
  readonly versionId: string;
}

/** A rotation that was accepted; it goes on in the background. */
export interface AcceptedRotation {
  readonly secretArn: string;
  readonly secretName: string;
  readonly versionId: string;
}

/** Rotates secrets. */
export abstract class Rotations {
  /**
   * Accepts a rotation and answers before the host has changed. `versionId` is the idempotency key: one that is known finds the rotation of
   * before. One that waits after a failure is tried at once, whatever is answered.
   * @throws Forbidden.ResourceNotFound Rejected.RotationInProgress Rejected.UnsupportedOperation Rejected.ResourceInDeleteWindow
   * Rejected.Disabled Rejected.ResourceExist Rejected.LimitExceeded (50 an hour)
   */
  abstract rotate(caller: Caller, request: RotationRequest): Promise<AcceptedRotation>;

  /**
   * Proves that the rotation of an ECS secret could be carried out, and changes nothing: what stands in its way, undefined when nothing does.
   * @throws what `rotate` throws
   */
  abstract rehearse(
    caller: Caller,
    request: RotationRequest,
  ): Promise<{ readonly code: string; readonly whatToDo: string } | undefined>;
}

/** A broker's right to log on with a secret's current value before a rotation changes it on the host. */
export interface ConnectLease {
  readonly id: string;
  readonly expiresAt: Date;
}

/** Lets a broker and a rotation of the same secret wait for each other (decision 0007). */
export abstract class ConnectLeases {
  /**
   * A lease of 15 seconds, or undefined while a rotation of the secret is changing the host.
   * @throws Forbidden.ResourceNotFound Rejected.ResourceInDeleteWindow
   */
  abstract take(caller: Caller, secretName: string): Promise<ConnectLease | undefined>;
  abstract release(lease: ConnectLease): Promise<void>;
}
