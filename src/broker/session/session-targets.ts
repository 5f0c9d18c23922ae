import { Injectable } from '@nestjs/common';
import type { AuthenticatedUser, ConnectionPermit, Target, TargetName } from '../../bastionhost/bastionhost.api.ts';
import { ConnectionPermits } from '../../bastionhost/connection-permits.api.ts';
import { LoopbackForwarding } from '../../bastionhost/loopback-forwarding.api.ts';
import { NoConnection } from '../outbound/no-connection.ts';

/** Finds the host account that an engineer wants to reach, and whether ports of it are forwarded to them. */
@Injectable()
export class SessionTargets {
  constructor(
    private readonly permits: ConnectionPermits,
    private readonly forwarding: LoopbackForwarding,
  ) {}

  /** Whether ports of targets are forwarded in this instance. @throws Outage */
  areForwarded(user: AuthenticatedUser): Promise<boolean> {
    return this.forwarding.isAllowed(user.instanceId);
  }

  /** @throws NoConnection TargetNotGranted, ProtocolUnsupported */
  async permit(user: AuthenticatedUser, target: Target): Promise<ConnectionPermit> {
    const permit =
      target.kind === 'account'
        ? await this.permits.issueForAccount(user, target.hostAccountId)
        : await this.permitByName(user, target.readings);
    if (permit) return permit;
    throw new NoConnection((await this.isForRdp(user, target)) ? 'ProtocolUnsupported' : 'TargetNotGranted');
  }

  private async permitByName(
    user: AuthenticatedUser,
    readings: readonly TargetName[],
  ): Promise<ConnectionPermit | undefined> {
    for (const reading of readings) {
      const permit = await this.permits.issue(user, reading);
      if (permit) return permit;
    }
    return undefined;
  }

  private async isForRdp(user: AuthenticatedUser, target: Target): Promise<boolean> {
    if (target.kind === 'account') return false;
    const answers = await Promise.all(target.readings.map((reading) => this.permits.isForRdp(user, reading)));
    return answers.includes(true);
  }
}
