import type { Caller } from '../common/caller.ts';

/** The parameters of RotateSecret. */
export interface RotationRequest {
  /** Name or ARN. */
  readonly secretName: string;
  /** The id of the version that the rotation makes. */
  readonly versionId: string;
}

/** A rotation that was accepted and continues in the background. */
export interface AcceptedRotation {
  readonly secretArn: string;
  readonly secretName: string;
  readonly versionId: string;
}

export abstract class Rotations {
  /**
   * Accepts a rotation and returns before the host has changed. `versionId` is the idempotency key: a known one finds
   * the earlier rotation. A rotation that waits after a failure is retried now, whatever the outcome of this call.
   * @throws Forbidden.ResourceNotFound, Rejected.RotationInProgress, Rejected.UnsupportedOperation,
   * Rejected.ResourceInDeleteWindow, Rejected.Disabled, Rejected.ResourceExist, Rejected.LimitExceeded (50 an hour)
   */
  abstract rotate(caller: Caller, request: RotationRequest): Promise<AcceptedRotation>;

  /**
   * Proves that an ECS secret could be rotated, and changes nothing. Returns what stands in the way; undefined when
   * nothing does.
   * @throws what `rotate` throws
   */
  abstract rehearse(
    caller: Caller,
    request: RotationRequest,
  ): Promise<{ readonly code: string; readonly whatToDo: string } | undefined>;
}

/** The right of a broker to log on with a secret's current value before a rotation changes it on the host. */
export interface ConnectLease {
  readonly id: string;
  readonly expiresAt: Date;
}

/** Lets a broker and a rotation of the same secret wait for each other (decision 0007). */
export abstract class ConnectLeases {
  /**
   * A lease of 15 seconds; undefined while a rotation of the secret is changing the host.
   * @throws Forbidden.ResourceNotFound, Rejected.ResourceInDeleteWindow
   */
  abstract take(caller: Caller, secretName: string): Promise<ConnectLease | undefined>;
  abstract release(lease: ConnectLease): Promise<void>;
}
