import { Injectable } from '@nestjs/common';
import type { Caller } from '../common/caller.ts';
import type { RotationFailure } from '../kms/rotation-failure.api.ts';
import { RotationRequests, type RotationRequest } from '../kms/secret-rotations.api.ts';
import { Rotations, type AcceptedRotation } from './rotation.api.ts';
import { RotationRehearsal } from './engine/rotation-rehearsal.ts';
import { RotationRunner } from './engine/rotation-runner.ts';

@Injectable()
export class RotationService extends Rotations {
  constructor(
    private readonly requests: RotationRequests,
    private readonly runner: RotationRunner,
    private readonly rehearsal: RotationRehearsal,
  ) {
    super();
  }

  async rotate(caller: Caller, request: RotationRequest): Promise<AcceptedRotation> {
    const accepted = await this.requests.accept(caller, request);
    this.runner.wake();
    return { ...accepted, versionId: request.versionId };
  }

  rehearse(caller: Caller, request: RotationRequest): Promise<RotationFailure | undefined> {
    return this.rehearsal.rehearse(caller, request);
  }
}
