import { Injectable } from '@nestjs/common';
import { RotationRehearsals, type RehearsedRotation } from '../../kms/secret-rotations.api.ts';
import type { Caller } from '../../common/caller.ts';
import type { RotationFailure } from '../../kms/rotation-failure.api.ts';
import type { RotationRequest } from '../../kms/secret-rotations.api.ts';
import { HostRefusal } from '../hosts/host-refusal.ts';
import { codeOf, detailOf } from './judge-failure.ts';
import { RotationHosts } from '../hosts/rotation-host.ts';
import { rotatorFor } from '../rotators/rotators.ts';
import { failureOf } from '../what-to-do.ts';

const longestMs = 60_000;

/** Proves that a rotation could reach the host, change the credential and see that it works, and changes nothing. */
@Injectable()
export class RotationRehearsal {
  constructor(
    private readonly rehearsals: RotationRehearsals,
    private readonly hosts: RotationHosts,
  ) {}

  /** What would stand in the way; undefined when nothing does. Throws what RotateSecret throws. */
  async rehearse(caller: Caller, request: RotationRequest): Promise<RotationFailure | undefined> {
    const subject = await this.rehearsals.open(caller, request);
    try {
      await this.prove(subject);
      return undefined;
    } catch (error) {
      return failureOf(codeOf(error), detailOf(error));
    }
  }

  private async prove({ current, ...run }: RehearsedRotation): Promise<void> {
    const task = { run, signal: AbortSignal.timeout(longestMs), touched: false, refusedLogins: 0 };
    await this.hosts.instance(task);
    await rotatorFor(run.ecs.subType).rehearse(this.hosts.of(task), current);
    if (!(await this.hosts.accepts(task, current))) throw new HostRefusal('CurrentRefused', true);
  }
}
