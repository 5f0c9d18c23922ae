import { Injectable, Logger } from '@nestjs/common';
import { CredentialChecks, type CheckOutcome, type CredentialCheck } from '../store/credential-checks.ts';
import type { RotationHost } from '../hosts/rotation-host.ts';
import { HostRefusal } from '../hosts/host-refusal.ts';
import { RotationHosts } from '../hosts/rotation-hosts.ts';
import { rotatorFor } from '../rotators/rotators.ts';
import { failureOf } from '../what-to-do.ts';

const leaseMs = 60_000;

/**
 * Logs in once with each rotated credential, an hour after the rotation, and reports the reason when it is refused.
 * One check at a time is enough, because nobody waits for them.
 */
@Injectable()
export class CredentialWatch {
  private readonly logger = new Logger('rotation');
  private checking = false;

  constructor(
    private readonly checks: CredentialChecks,
    private readonly hosts: RotationHosts,
  ) {}

  /** Never rejects. Does nothing while another check runs, or when none is due. */
  async checkNext(signal: AbortSignal): Promise<void> {
    if (this.checking) return;
    this.checking = true;
    try {
      const check = await this.checks.takeDue(leaseMs);
      if (check) await this.checks.end(check, await this.ask(check, signal));
    } catch (error) {
      this.logger.warn({ message: 'a credential could not be checked', error: String(error) });
    } finally {
      this.checking = false;
    }
  }

  private async ask(check: CredentialCheck, signal: AbortSignal): Promise<CheckOutcome> {
    const task = { run: check, signal, touched: false, refusedLogins: 0 };
    const host = this.hosts.hostFor(task);
    const isAccepted = await host.accepts(check.current).catch(() => undefined);
    if (isAccepted) return 'confirmed';
    const shut = await codeIfShut(host, check);
    if (shut !== undefined) return failureOf(shut);
    return isAccepted === undefined ? 'unanswered' : failureOf('CurrentRefused');
  }
}

/** A locked account refuses even the right value. With an expired one, sshd with PAM just closes the connection. */
async function codeIfShut(host: RotationHost, { ecs, current }: CredentialCheck): Promise<string | undefined> {
  const examined = await rotatorFor(ecs.subType)
    .examine(host, current)
    .catch((error: unknown) => error);
  return examined instanceof HostRefusal && examined.facts.isShut ? examined.code : undefined;
}
