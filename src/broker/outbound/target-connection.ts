import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { ConnectionPermit, HostLogon } from '../../bastionhost/bastionhost.api.ts';
import { PinnedDialler } from '../../host-keys/pinned-dialler.api.ts';
import { ProxyError } from '../../host-keys/proxy-error.api.ts';
import { UnpinnedHostKey } from '../../host-keys/unpinned-host-key.api.ts';
import { ConnectLeases, type ConnectLease } from '../../rotation/connect-leases.api.ts';
import type { Leg } from '../../ssh/leg.ts';
import type { TargetCredential } from '../../ssh/target-authentication.ts';
import { TargetError, type TargetErrorReason } from '../../ssh/target-error.ts';
import { ForbiddenAddresses } from './forbidden-addresses.ts';
import { NoConnection, type NoConnectionCode } from './no-connection.ts';
import {
  secretCaller,
  TargetCredentials,
  withSecretErrors,
  type ConnectionOrigin,
  type KmsCredential,
  type LogonOrigin,
} from './target-credentials.ts';
import type { TypedCredential } from './typed-credential.ts';

/** A connection that is wanted until `signal` says otherwise. */
export interface ConnectionRequest extends ConnectionOrigin {
  readonly permit: ConnectionPermit;
  readonly signal: AbortSignal;
  readonly typed?: TypedCredential;
}

/** A login that is wanted until `signal` says otherwise. */
export interface Logon extends LogonOrigin {
  readonly target: HostLogon;
  readonly signal: AbortSignal;
  readonly typed?: TypedCredential;
}

/** A connection to a target, logged in. */
export interface TargetConnection {
  readonly leg: Leg;
  readonly secretName?: string;
  readonly versionId?: string;
}

/** From the first packet to the completed login. */
const dialMs = 10_000;
const leaseWaitMs = 15_000;
const leasePollMs = 250;

const codes: Record<TargetErrorReason, NoConnectionCode> = {
  unreachable: 'HostUnreachable',
  timeout: 'HostTimedOut',
  closed: 'HostClosedConnection',
  'host-key': 'HostKeyChanged',
  authentication: 'CredentialRefused',
  'no-algorithm': 'NoCommonAlgorithm',
  protocol: 'HostProtocolError',
  command: 'HostProtocolError',
  proxy: 'ProxyFailed',
};

/** Opens connections to targets; an engineer's needs a permit for exactly that target. */
@Injectable()
export class TargetConnections {
  private readonly logger = new Logger('broker');

  constructor(
    private readonly credentials: TargetCredentials,
    private readonly dialler: PinnedDialler,
    private readonly leases: ConnectLeases,
    private readonly forbidden: ForbiddenAddresses,
  ) {}

  /** @throws NoConnection, and what the database throws */
  open({ permit, ...request }: ConnectionRequest): Promise<TargetConnection> {
    const { accountId, userName } = permit.user;
    return this.logIn({ ...request, target: permit, accountId, onBehalfOf: `user/${userName}` });
  }

  /** Logs in and out again. @throws as `open` does */
  async prove(logon: Logon): Promise<void> {
    const { leg } = await this.logIn(logon);
    leg.end();
  }

  /**
   * Logs in with the current credential. When the target refuses an ECS secret's value, a rotation may be changing it.
   * The login is then tried once more, on a new connection, under a lease that keeps rotations off the host. There is
   * never a third attempt, which could lock the account.
   */
  private async logIn(logon: Logon): Promise<TargetConnection> {
    const { credential } = logon.target;
    if (await this.forbidden.includes(logon.target)) throw new NoConnection('AddressForbidden');
    try {
      return await this.attempt(logon);
    } catch (error) {
      const isRefused = error instanceof NoConnection && error.code === 'CredentialRefused';
      if (!isRefused || credential.kind !== 'kms' || credential.instanceId === undefined) throw error;
    }
    return this.attemptUnderLease(logon, credential);
  }

  private async attemptUnderLease(logon: Logon, secret: KmsCredential): Promise<TargetConnection> {
    const lease = await this.lease(logon, secret);
    try {
      return await this.attempt(logon);
    } finally {
      await this.leases
        .release(lease)
        .catch((error: Error) => this.logger.warn(`a connect lease was left to expire: ${error.message}`));
    }
  }

  private async attempt(logon: Logon): Promise<TargetConnection> {
    const { credential, secretName, versionId } = await this.credentials.fetch(logon.target, logon, logon.typed);
    return { leg: await this.dial(logon, credential), secretName, versionId };
  }

  private async dial({ target, accountId, signal }: Logon, credential: TargetCredential): Promise<Leg> {
    const { networkDomainId, address, port, preferredKeyExchange } = target;
    const mustBePinned = target.credential.kind === 'self';
    const lookup = this.forbidden.lookupFor(port);
    const login = { credential, preferredKeyExchange, mustBePinned, lookup, timeoutMs: dialMs, signal };
    try {
      return await this.dialler.dial({ accountId, networkDomainId, address, port }, login);
    } catch (error) {
      throw explained(error, signal);
    }
  }

  /**
   * Takes a lease on the secret as soon as no rotation is changing the host.
   * @throws NoConnection RotationUnderway after 15 seconds, EngineerLeft, or for what KMS refuses
   */
  private async lease(logon: Logon, secret: KmsCredential): Promise<ConnectLease> {
    const caller = secretCaller(secret, logon);
    const { signal } = logon;
    // Real time, not the Clock's: an engineer is waiting.
    const until = performance.now() + leaseWaitMs;
    for (;;) {
      const lease = await withSecretErrors(() => this.leases.take(caller, secret.secretName));
      if (lease) return lease;
      if (performance.now() > until) throw new NoConnection('RotationUnderway');
      await delay(leasePollMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) throw new NoConnection('EngineerLeft');
    }
  }
}

function explained(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return new NoConnection('EngineerLeft');
  if (error instanceof UnpinnedHostKey) return new NoConnection('HostKeyUnknown', { cause: error });
  if (!(error instanceof TargetError)) return error;
  const hasDetail = error.reason === 'no-algorithm' || error instanceof ProxyError;
  const detail = hasDetail ? error.message : undefined;
  return new NoConnection(codes[error.reason], { cause: error, detail });
}
