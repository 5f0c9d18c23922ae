import { Injectable } from '@nestjs/common';
import type { Caller } from '../common/caller.ts';
import { RotationRehearsal } from './engine/rotation-rehearsal.ts';
import { RotationRunner } from './engine/rotation-runner.ts';
import { RotationRequests, type RotationRequest } from './store/rotation-requests.ts';
import type { RotationFailure } from './what-to-do.ts';

/** A rotation that was accepted and continues in the background. */
export interface AcceptedRotation {
  readonly secretArn: string;
  readonly secretName: string;
  readonly versionId: string;
}

/** The rotations of secrets, for the rest of the service. */
@Injectable()
export class Rotations {
  constructor(
    private readonly requests: RotationRequests,
    private readonly runner: RotationRunner,
    private readonly rehearsal: RotationRehearsal,
  ) {}

  /**
   * Accepts a rotation and returns before the host has changed. `versionId` is the idempotency key: a known one finds
   * the earlier rotation. A rotation that waits after a failure is retried now, whatever the outcome of this call.
   * @throws Forbidden.ResourceNotFound, Rejected.RotationInProgress, Rejected.UnsupportedOperation,
   * Rejected.ResourceInDeleteWindow, Rejected.Disabled, Rejected.ResourceExist, Rejected.LimitExceeded (50 an hour)
   */
  async rotate(caller: Caller, request: RotationRequest): Promise<AcceptedRotation> {
    const { arn: secretArn, name: secretName } = await this.requests.accept(caller, request);
    this.runner.wake();
    return { secretArn, secretName, versionId: request.versionId };
  }

  /**
   * Proves that an ECS secret could be rotated, and changes nothing. Returns what stands in the way; undefined when
   * nothing does.
   * @throws what `rotate` throws
   */
  rehearse(caller: Caller, request: RotationRequest): Promise<RotationFailure | undefined> {
    return this.rehearsal.rehearse(caller, request);
  }
}
