import { Logger } from '@nestjs/common';
import type { ConnectionPermit } from '../../bastionhost/bastionhost.api.ts';
import type { SessionEnd } from '../../bastionhost/session-journal.api.ts';
import { newRequestId, newSessionId } from '../../common/identifiers.ts';
import { Outage } from '../../common/outage.ts';
import { NoConnection } from '../outbound/no-connection.ts';
import type { TargetConnection } from '../outbound/target-connection.ts';
import { type ConnectionOrigin, isToBeTyped } from '../outbound/target-credentials.ts';
import type { Peer } from '../relay/peer.ts';
import { Relay } from '../relay/relay.ts';
import { ByteCount } from '../taps/byte-count.ts';
import type { SessionTimes } from '../taps/session-times.ts';
import { AccessGate } from './access-gate.ts';
import type { LimitedSession } from './limit-watch.ts';
import type { SessionEntry } from './session-entry.ts';
import type { SessionParts } from './session-parts.ts';

/**
 * `choosing` the target and its permit · `connecting` to it · `relayed` to it. A refusal ends the session in any phase.
 */
export type SessionPhase = 'choosing' | 'connecting' | 'relayed';

/**
 * One engineer's connection: the only place that knows both legs. The engineer's channels are accepted from the first
 * moment on, and held until the target has let us in. If it does not, each of them gets one line that says why.
 */
export class Session implements LimitedSession {
  /** 32 hexadecimal digits, from the login on; also the id of the row, once there is one. */
  readonly id = newSessionId();
  private readonly logger = new Logger('broker');
  private readonly relay: Relay;
  private readonly origin: ConnectionOrigin;
  private readonly aborted = new AbortController();
  private readonly bytes = new ByteCount();
  private begin: (permit: ConnectionPermit) => void = () => undefined;
  /** Never resolves where the target is not reached. */
  private readonly relayed = new Promise<ConnectionPermit>((resolve) => (this.begin = resolve));
  private phase: SessionPhase = 'choosing';
  private permit?: ConnectionPermit;
  private unwatch = () => {};
  private hasRow = false;
  private refusal?: NoConnection;
  private ending?: string;

  constructor(
    private readonly parts: SessionParts,
    private readonly entry: SessionEntry,
    readonly times: SessionTimes,
  ) {
    const gate = new AccessGate(
      () => this.phase === 'relayed',
      () => this.denial(),
      (port) => this.forwardingDenial(port),
    );
    this.relay = new Relay({ user: entry.leg, hostKeys: entry.hostKeys, gate, taps: [this.bytes, times] });
    this.origin = { requestId: newRequestId(), sourceAddress: entry.source.address };
    void this.relay.ended.then(() => this.aborted.abort());
  }

  get instanceId(): string {
    return this.entry.identity.user.instanceId;
  }

  /**
   * Resolves when both legs and the session's row are closed; never rejects. Resolves with the reason where neither the
   * engineer nor the server has ended it.
   */
  async run(): Promise<string | undefined> {
    const { method } = this.entry;
    if (method) this.logger.log({ message: 'logged in', ...this.facts, method });
    const connecting = this.reachTarget();
    try {
      const leg = await this.inTime(connecting);
      this.phase = 'relayed';
      this.relay.attachTarget(leg);
      this.begin(this.permit!);
    } catch (error) {
      await this.refuse(explained(error));
    }
    const { by, reason } = await this.relay.ended;
    // Waits, so that a row that is opened late is closed too.
    await connecting.catch(() => undefined);
    this.unwatch();
    this.logger.log({ message: 'session ended', ...this.facts, phase: this.phase, by, reason });
    const failure = this.ending ?? this.refusal?.code ?? (by === 'user' || by === 'target' ? undefined : reason);
    await this.closeRow(failure === undefined ? { outcome: 'closed' } : { outcome: 'failed', reason: failure });
    return this.refusal?.message ?? failure;
  }

  /** `reason` is shown to the engineer. */
  end(reason: string): void {
    this.ending ??= this.refusal?.code ?? reason;
    this.relay.end(`sallyport: ${reason}`);
    this.aborted.abort();
  }

  /** Asks for each new channel whether the permit still holds. The channel is denied while that is unknown. */
  private async denial(): Promise<string | undefined> {
    try {
      const loss = await this.parts.access.loss(this.permit!);
      if (loss) this.end(loss);
      return loss && `sallyport: ${loss}`;
    } catch (error) {
      const { code, message } = explained(error);
      this.logger.warn({ message: 'channel denied', ...this.facts, code, cause: String(error) });
      return `sallyport: ${message}`;
    }
  }

  /** Why this port of the target's loopback is not forwarded; undefined: it is. @throws Outage */
  private async forwardingDenial(port: number): Promise<string | undefined> {
    const { targets } = this.parts;
    const isOn = await targets.areForwarded(this.entry.identity.user);
    if (!isOn) return 'sallyport: ports are not forwarded here; an administrator can allow it';
    const { port: targetPort } = await this.relayed;
    if (port === targetPort) return 'sallyport: the SSH port of the server is not forwarded';
    return this.denial();
  }

  private inTime(connecting: Promise<Peer>): Promise<Peer> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        reject(new NoConnection('ServiceUnavailable'));
        this.aborted.abort();
      };
      const timer = setTimeout(giveUp, this.parts.connectMs);
      connecting.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  private async reachTarget(): Promise<Peer> {
    const permit = (this.permit = await this.choose());
    this.phase = 'connecting';
    return this.connect(permit);
  }

  /**
   * The permit for where the engineer wants to go.
   * @throws NoConnection TargetNotNamed, TargetNotGranted, TargetAmbiguous, ProtocolUnsupported, or why the user may
   *   not log on
   */
  private async choose(): Promise<ConnectionPermit> {
    const { identity, method } = this.entry;
    const { user, target } = identity;
    const asked = target && !user.refusal ? this.parts.targets.permit(user, target) : undefined;
    const noted = method && this.parts.trail.loggedIn(user, this.origin);
    const [permit] = await Promise.all([asked, noted]);
    if (permit) return permit;
    throw new NoConnection(user.refusal ?? 'TargetNotNamed', { detail: user.refusalDetail });
  }

  private async connect(permit: ConnectionPermit): Promise<Peer> {
    const { connections, rows, access } = this.parts;
    const { typed } = this.entry;
    this.unwatch = access.watch(permit, (reason) => this.end(reason));
    if (!typed && isToBeTyped(permit)) return this.askFor(permit);
    // Set first: even if the insert fails for us, the row may have been written and has to be closed.
    this.hasRow = true;
    await rows.open(this.id, permit, this.entry.source);
    const { signal } = this.aborted;
    const connection = await connections.open({ permit, signal, typed, ...this.origin });
    await this.note(connection, permit);
    if (!signal.aborted) return connection.leg;
    connection.leg.end();
    throw new NoConnection('EngineerLeft');
  }

  /** What asks for the credential, and begins another session with it. */
  private async askFor(permit: ConnectionPermit): Promise<Peer> {
    const { ask } = this.entry;
    if (!ask) throw new NoConnection('CredentialMissing');
    await this.parts.trail.connect(permit.user, permit, this.origin, 'CredentialMissing');
    return ask(permit, this.origin.requestId);
  }

  /** Records the connection before the first byte goes through. */
  private async note(connection: TargetConnection, permit: ConnectionPermit): Promise<void> {
    const { rows, trail } = this.parts;
    try {
      await Promise.all([rows.connected(this.id, connection), trail.connect(permit.user, permit, this.origin, 'OK')]);
    } catch (error) {
      connection.leg.end();
      throw error;
    }
    this.logger.log({ message: 'session connected', ...this.facts });
  }

  private async refuse(refusal: NoConnection): Promise<void> {
    this.refusal = refusal;
    this.relay.refuse(`sallyport: ${refusal.message} (request ${this.origin.requestId})`);
    const { code, cause } = refusal;
    const level = code === 'InternalError' ? 'error' : 'warn';
    const detail = cause instanceof Error ? (code === 'InternalError' ? cause.stack : cause.message) : undefined;
    this.logger[level]({ message: 'connection refused', ...this.facts, code, cause: detail });
    await this.parts.trail
      .connect(this.entry.identity.user, this.permit, this.origin, code)
      .catch((error: Error) => this.logger.error({ message: 'not audited', ...this.facts, cause: error.message }));
  }

  private async closeRow(end: SessionEnd): Promise<void> {
    if (!this.hasRow) return;
    const { user, target } = this.bytes.to;
    await this.parts.rows
      .close(this.id, end, { toUser: user, toHost: target })
      .catch((error: Error) =>
        this.logger.error({ message: 'session row not closed', ...this.facts, cause: error.message }),
      );
  }

  private get facts() {
    const { requestId: request, sourceAddress: source } = this.origin;
    const { hostId, hostAccountId } = this.permit ?? {};
    return { request, session: this.id, user: this.entry.identity.user.userName, source, hostId, hostAccountId };
  }
}

function explained(error: unknown): NoConnection {
  if (error instanceof NoConnection) return error;
  return new NoConnection(error instanceof Outage ? 'ServiceUnavailable' : 'InternalError', { cause: error });
}
