import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import type { EcsCredential } from '../../kms/kms.api.ts';
import { HostRefusal } from '../hosts/host-refusal.ts';
import { RotationHosts } from '../hosts/rotation-hosts.ts';
import { rotatorFor } from '../rotators/rotators.ts';
import { CurrentCredentials, type SecretOfHost } from '../store/current-credentials.ts';
import { RotationRequests, type RotationRequest } from '../store/rotation-requests.ts';
import { failureOf, type RotationFailure } from '../what-to-do.ts';
import { codeOf, detailOf } from '../hosts/failure-code.ts';

const longestMs = 60_000;

/** Proves that a rotation could reach the host, change the credential and see that it works. Changes nothing. */
@Injectable()
export class RotationRehearsal {
  constructor(
    private readonly requests: RotationRequests,
    private readonly credentials: CurrentCredentials,
    private readonly hosts: RotationHosts,
  ) {}

  /** Returns what would stand in the way; undefined when nothing does. @throws what RotateSecret throws */
  async rehearse(caller: Caller, request: RotationRequest): Promise<RotationFailure | undefined> {
    const secret = await this.requests.check(caller, request);
    const { current } = await this.credentials.read(secret);
    try {
      await this.prove(secret, current);
      return undefined;
    } catch (error) {
      return failureOf(codeOf(error), detailOf(error));
    }
  }

  private async prove(run: SecretOfHost, current: EcsCredential): Promise<void> {
    const task = { run, signal: AbortSignal.timeout(longestMs), touched: false, refusedLogins: 0 };
    const host = this.hosts.hostFor(task);
    await host.instance();
    await rotatorFor(run.ecs.subType).rehearse(host, current);
    if (!(await host.accepts(current))) throw new HostRefusal('CurrentRefused', true);
  }
}
