import { Injectable } from '@nestjs/common';
import type { Caller } from '../common/caller.ts';
import { RotationRehearsal } from './engine/rotation-rehearsal.ts';
import { RotationRunner } from './engine/rotation-runner.ts';
import { Rotations, type AcceptedRotation, type RotationRequest } from './rotation.api.ts';
import { RotationRequests } from './store/rotation-requests.ts';
import type { RotationFailure } from './what-to-do.ts';

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
    const { arn: secretArn, name: secretName } = await this.requests.accept(caller, request);
    this.runner.wake();
    return { secretArn, secretName, versionId: request.versionId };
  }

  rehearse(caller: Caller, request: RotationRequest): Promise<RotationFailure | undefined> {
    return this.rehearsal.rehearse(caller, request);
  }
}
