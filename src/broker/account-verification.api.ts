import { Injectable } from '@nestjs/common';
import type { HostLogon } from '../bastionhost/bastionhost.api.ts';
import type { Caller } from '../common/caller.ts';
import { DialsByAccount } from '../common/dials-by-account.ts';
import { BrokerTrail } from './broker-trail.ts';
import { NoConnection, type NoConnectionCode } from './outbound/no-connection.ts';
import { TargetConnections } from './outbound/target-connection.ts';

/** Whether a credential works. The message is one line that says what failed. */
export interface Verification {
  readonly code: 'OK' | NoConnectionCode;
  readonly message: string;
}

/** Tries the credentials of host accounts. */
@Injectable()
export class AccountVerification {
  private readonly dials = new DialsByAccount();

  constructor(
    private readonly connections: TargetConnections,
    private readonly trail: BrokerTrail,
  ) {}

  /**
   * Logs in as a connection would, and out again. It takes as long as a connection may at most: two dials of ten
   * seconds and, where a rotation is changing the credential, fifteen seconds between them.
   * @throws Outage when too many others of the account are under way
   */
  async verify(caller: Caller, target: HostLogon): Promise<Verification> {
    const verification = await this.dials.run(caller.accountId, () => this.prove(caller, target));
    await this.trail.verified(caller, target, verification.code);
    return verification;
  }

  private async prove({ accountId, requestId, sourceAddress }: Caller, target: HostLogon): Promise<Verification> {
    const { signal } = new AbortController();
    try {
      await this.connections.prove({ target, accountId, requestId, sourceAddress, signal });
      return { code: 'OK', message: 'the server accepted the credential' };
    } catch (error) {
      if (!(error instanceof NoConnection)) throw error;
      return { code: error.code, message: error.message };
    }
  }
}
