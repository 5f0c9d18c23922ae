import { Injectable } from '@nestjs/common';
import type { AuthenticatedUser, ConnectionPermit, Target, TargetName } from '../../bastionhost/bastionhost.api.ts';
import { ConnectionPermits, type GrantedName } from '../../bastionhost/connection-permits.api.ts';
import { oneLine } from '../../common/printable.ts';
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

  /** @throws NoConnection TargetNotGranted, TargetAmbiguous, ProtocolUnsupported */
  async permit(user: AuthenticatedUser, target: Target): Promise<ConnectionPermit> {
    const permit = await this.find(user, target);
    if (permit) return permit;
    const readings = await this.readingsOf(user, target);
    if (readings) throw new NoConnection('TargetAmbiguous', { detail: readings });
    throw new NoConnection((await this.isForRdp(user, target)) ? 'ProtocolUnsupported' : 'TargetNotGranted');
  }

  private find(user: AuthenticatedUser, target: Target): Promise<ConnectionPermit | undefined> {
    switch (target.kind) {
      case 'named':
        return this.permitByName(user, target.readings);
      case 'account':
        return this.permits.issueForAccount(user, target.hostAccountId);
      case 'empty':
        return this.permits.issueForHost(user, target.hostId, target.accountName ?? 'empty');
      case 'self':
        return this.permits.issueForHost(user, target.hostId, 'self');
    }
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

  /** What an ambiguous name can mean, as it can be typed instead. */
  private async readingsOf(user: AuthenticatedUser, target: Target): Promise<string | undefined> {
    if (target.kind !== 'named') return undefined;
    const found = await Promise.all(target.readings.map((reading) => this.permits.readingsOf(user, reading)));
    const all = found.flat();
    return all.length > 0 ? all.map((each) => spelled(each, all)).join(', ') : undefined;
  }

  private async isForRdp(user: AuthenticatedUser, target: Target): Promise<boolean> {
    if (target.kind !== 'named') return false;
    const answers = await Promise.all(target.readings.map((reading) => this.permits.isForRdp(user, reading)));
    return answers.includes(true);
  }
}

/** By the name of the host, or by its id where several hosts have the name. */
function spelled({ accountName, hostId, hostName }: GrantedName, all: readonly GrantedName[]): string {
  const isShared = all.some((other) => other.hostId !== hostId && sameName(other.hostName, hostName));
  return oneLine(isShared ? `${accountName}@${hostId} (${hostName})` : `${accountName}@${hostName}`);
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
