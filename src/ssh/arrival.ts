import type { Duplex } from 'node:stream';
import type { Connection } from 'ssh2';
import { everything, type Place } from '../common/admission.ts';
import type { Authenticator, Source } from './authenticator.ts';
import { disconnectCodes, disconnectInClear } from './disconnect.ts';
import { HostKeyProofs } from './host-key-proofs.ts';
import { Leg } from './leg.ts';
import { LoginAttempts, type LoginDecision } from './login-attempts.ts';
import { messageNumbers } from './message-rules.ts';
import { offerCertificate } from './patches/host-certificate.ts';
import { offerNoSha1HostKey } from './patches/host-key-offer.ts';
import { acceptServiceAgain } from './patches/service-request.ts';
import { protocolOf } from './ssh2-internals.ts';
import { wireString } from './wire.ts';

export interface ArrivalLimits {
  /** From the start of the connection to the completed login. */
  readonly loginGraceMs: number;
  /** Failures per connection, refused keys included. */
  readonly maxAuthTries: number;
  /** For each key exchange. */
  readonly keyExchangeMs: number;
}

/** A user who has logged in, with their connection. */
export interface Login<Identity> extends LoginDecision<Identity> {
  readonly leg: Leg;
  readonly hostKeys: HostKeyProofs;
  readonly source: Source;
}

/** A connection that a client has opened, on a socket or inside another connection. */
export interface Newcomer {
  readonly stream: Duplex;
  readonly source: Source;
  /** Taken by the caller; freed here at the login, or when the connection ends without one. */
  readonly place: Place;
  /** Of our ed25519 host key, in SSH wire form; offered besides the plain keys. */
  readonly certificate?: Buffer;
}

/** Who may log in, and what becomes of a connection. */
export interface LoginHandler<Identity> {
  readonly authenticator: Authenticator<Identity>;
  /**
   * Whether a client may log in from where it is. Asked at each authentication request, before anything in it is looked
   * at. Default: from everywhere.
   */
  readonly mayLogIn?: (source: Source) => boolean;
  /** Called once per login. */
  readonly onLogin: (login: Login<Identity>) => void;
  /** Called with what the authenticator threw; the client was refused. */
  readonly onError?: (error: unknown, source: Source) => void;
  /** Called once per connection that ends without a login. */
  readonly onAbandoned?: (source: Source) => void;
}

const outage = 'the service is not available at the moment, please try again soon';
const notAllowedReason = 'connections from your address are not allowed here';

/** A connection from its first byte to its login. */
export class Arrival<Identity> {
  private leg?: Leg;
  private loggedIn = false;
  private isSettled = false;
  /** Calls to the authenticator that have not returned yet. */
  private questions = 0;
  private settled: () => void = () => undefined;
  private readonly grace: NodeJS.Timeout;

  constructor(
    private readonly handler: LoginHandler<Identity>,
    private readonly limits: ArrivalLimits,
    private readonly newcomer: Newcomer,
  ) {
    const { stream, source } = newcomer;
    this.grace = setTimeout(
      () => this.refuse('the login took too long', disconnectCodes.byApplication),
      limits.loginGraceMs,
    );
    stream.once('close', () => {
      this.settle();
      if (!this.loggedIn) handler.onAbandoned?.(source);
    });
  }

  /** `settled` is called at the login, or when the connection ends without one. */
  onSettled(settled: () => void): void {
    this.settled = settled;
  }

  greeted(connection: Connection): void {
    const { stream, source, place, certificate } = this.newcomer;
    const protocol = protocolOf(connection);
    offerNoSha1HostKey(protocol);
    acceptServiceAgain(protocol);
    if (certificate) offerCertificate(protocol, certificate);
    const { keyExchangeMs } = this.limits;
    const leg = (this.leg = new Leg(connection, stream, { keyExchangeMs }));
    const attempts = new LoginAttempts({
      authenticator: this.handler.authenticator,
      during: (call) => this.count(call),
      showBanner: (text) => leg.send(bannerMessage(text)),
      source,
      maxTries: this.limits.maxAuthTries,
      onSuccess: (decision) => {
        this.loggedIn = true;
        this.settle();
        this.handler.onLogin({ ...decision, leg, hostKeys: new HostKeyProofs(protocol), source });
      },
      isOpen: () => leg.isOpen,
      onTooMany: () => this.refuse('too many authentication failures', disconnectCodes.noMoreMethods),
      onOutage: () => this.refuse(outage, disconnectCodes.serviceNotAvailable),
      onError: (error) => this.handler.onError?.(error, source),
    });
    connection.once('handshake', () => (place.stake = 1));
    connection.on('authentication', (context) => {
      if (this.handler.mayLogIn?.(source) === false)
        return this.refuse(notAllowedReason, disconnectCodes.hostNotAllowed);
      // Any method counts: OpenSSH sends `none` before its user types.
      place.stake = everything;
      attempts.handle(context).catch((error: unknown) => {
        this.handler.onError?.(error, source);
        this.refuse('internal error', disconnectCodes.byApplication);
      });
    });
  }

  refuse(reason: string, code?: number): void {
    if (this.leg) return this.leg.destroy(reason, code);
    // Keeps ssh2 from handling what still arrives.
    this.newcomer.stream.removeAllListeners('data');
    disconnectInClear(this.newcomer.stream, reason, code);
  }

  /** A client that hangs up keeps its place while the authenticator is still working for it. */
  private async count<T>(answer: Promise<T>): Promise<T> {
    this.questions += 1;
    try {
      return await answer;
    } finally {
      this.questions -= 1;
      this.leaveIfIdle();
    }
  }

  private settle(): void {
    clearTimeout(this.grace);
    this.isSettled = true;
    this.settled();
    this.leaveIfIdle();
  }

  private leaveIfIdle(): void {
    if (this.isSettled && this.questions === 0) this.newcomer.place.leave();
  }
}

function bannerMessage(text: string): Buffer {
  return Buffer.concat([Buffer.from([messageNumbers.banner]), wireString(`${text}\r\n`), wireString('')]);
}
