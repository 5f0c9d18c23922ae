import type { Caller } from '../common/caller.ts';

/** A rotation that was accepted; it goes on in the background. */
export interface AcceptedRotation {
  readonly secretArn: string;
  readonly secretName: string;
  readonly versionId: string;
}

/** The rotation engine's door. */
export abstract class Rotations {
  /**
   * Accepts a rotation of an ECS secret and answers before the host has changed. `versionId` names the version that it makes and is the
   * idempotency key. Throws Rejected.RotationInProgress while another one runs.
   */
  abstract rotate(caller: Caller, request: { secretName: string; versionId: string }): Promise<AcceptedRotation>;

  /**
   * Proves that a rotation could be carried out, and changes nothing: what stands in its way, undefined when nothing does. Throws what
   * `rotate` throws.
   */
  abstract rehearse(
    caller: Caller,
    request: { secretName: string; versionId: string },
  ): Promise<{ readonly code: string; readonly whatToDo: string } | undefined>;
}
