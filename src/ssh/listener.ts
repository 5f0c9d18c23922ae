import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import ssh2, { type Connection } from 'ssh2';
import { Admission, everything, type Place } from '../common/admission.ts';
import type { Redacted } from '../common/redacted.ts';
import { engineerAlgorithms } from './algorithms.ts';
import { disconnectCodes, disconnectInClear } from './disconnect.ts';
import { HostKeyProofs } from './host-key-proofs.ts';
import { Leg } from './leg.ts';
import type { Authenticator, Source } from './authenticator.ts';
import { LoginAttempts, type LoginDecision } from './login-attempts.ts';
import { messageNumbers } from './message-rules.ts';
import { offerNoSha1HostKey } from './patches/host-key-offer.ts';
import { ConnectionSources } from './proxy-protocol/connection-sources.ts';
import { softwareVersion } from './software-version.ts';
import { protocolOf } from './ssh2-internals.ts';
import { wireString } from './wire.ts';

export type { Authenticator, CodeQuestion, LoginMethod, LoginSteps, Source, StepResult } from './authenticator.ts';

export interface ListenerLimits {
  /** From the start of the connection to the completed login. */
  readonly loginGraceMs: number;
  /** Failures per connection, refused keys included. */
  readonly maxAuthTries: number;
  /** For each key exchange. */
  readonly keyExchangeMs: number;
  readonly maxUnauthenticated: number;
  /** An IPv6 /64 network counts as one address. */
  readonly maxUnauthenticatedPerAddress: number;
}

const defaultLimits: ListenerLimits = {
  loginGraceMs: 120_000,
  maxAuthTries: 6,
  keyExchangeMs: 60_000,
  maxUnauthenticated: 1000,
  maxUnauthenticatedPerAddress: 500,
};

const outage = 'the service is not available at the moment, please try again soon';
const displacedReason = 'too many connections are waiting for a login here, and this one had to make room for another';
const notAllowedReason = 'connections from your address are not allowed here';
const refusedReason = 'too many connections are waiting for a login here, please try again later';

/** A user who has logged in, with their connection. */
export interface Login<Identity> extends LoginDecision<Identity> {
  readonly leg: Leg;
  readonly hostKeys: HostKeyProofs;
  readonly source: Source;
}

export interface ListenerOptions<Identity> {
  /** PEM or OpenSSH's format, without a passphrase; at most one of each type. */
  readonly hostKeys: readonly Redacted<string>[];
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
  readonly limits?: Partial<ListenerLimits>;
  /** Whether connections from this address begin with a PROXY protocol header. */
  readonly isProxy?: (address: string) => boolean;
}

export interface SshListener {
  /** Port 0 picks a free one. */
  listen(host: string, port: number): Promise<{ readonly address: string; readonly port: number }>;
  /** The number of connections, logged in or not. */
  readonly connections: number;
  /**
   * Stops accepting and ends the connections that have not logged in. Resolves when the last connection has ended, so
   * the caller has to bound the wait.
   */
  close(): Promise<void>;
}

export function createListener<Identity>(options: ListenerOptions<Identity>): SshListener {
  return new Listener(options);
}

class Listener<Identity> implements SshListener {
  private readonly limits: ListenerLimits;
  private readonly admission: Admission;
  private readonly sources: ConnectionSources;
  private readonly net: Server;
  private readonly ssh: ssh2.Server;
  private readonly sockets = new Set<Socket>();
  /** Connections that were refused and still read the reason, oldest first. */
  private readonly leaving = new Set<Socket>();
  private readonly arrivals = new Map<Socket, Arrival<Identity>>();

  constructor(private readonly options: ListenerOptions<Identity>) {
    this.limits = { ...defaultLimits, ...options.limits };
    const { maxUnauthenticated: places, maxUnauthenticatedPerAddress: placesPerAddress } = this.limits;
    this.admission = new Admission({ places, placesPerAddress });
    this.sources = new ConnectionSources({
      isProxy: options.isProxy ?? (() => false),
      places,
      refuseWithReason: (socket, reason) => this.refuse(socket, reason, disconnectCodes.protocolError),
      refuse: (socket, reason) => this.arrivals.get(socket)?.refuse(reason, disconnectCodes.protocolError),
    });
    this.ssh = new ssh2.Server(
      {
        hostKeys: options.hostKeys.map((key) => key.reveal()),
        algorithms: engineerAlgorithms,
        ident: softwareVersion,
        // Switches off ssh2's keep-alive: its replies would come to us. The relay has its own.
        keepaliveInterval: 2 ** 31 - 1,
      },
      (connection) => this.greeted(connection),
    );
    // An 'error' event without a listener would end the process.
    this.ssh.on('error', () => undefined);
    this.net = createServer({ noDelay: true, keepAlive: true }, (socket) => {
      this.sockets.add(socket.once('close', () => this.sockets.delete(socket)));
      this.sources.find(socket, (source) => this.accept(socket, source));
    });
  }

  listen(host: string, port: number): Promise<{ address: string; port: number }> {
    return new Promise((resolve, reject) => {
      this.net.once('error', reject);
      this.net.listen(port, host, () => {
        this.net.removeListener('error', reject);
        resolve(this.net.address() as AddressInfo);
      });
    });
  }

  get connections(): number {
    return this.sockets.size;
  }

  close(): Promise<void> {
    this.sources.close();
    for (const arrival of this.arrivals.values())
      arrival.refuse('the service is stopping', disconnectCodes.byApplication);
    return new Promise((resolve) => void this.net.close(() => resolve()));
  }

  private accept(socket: Socket, source: Source): void {
    const place = this.admission.enter(source.address, () => this.displace(socket));
    if (!place) return this.refuse(socket, refusedReason, disconnectCodes.tooManyConnections);
    const arrival = new Arrival(this.options, this.limits, socket, source, place);
    this.arrivals.set(socket, arrival);
    arrival.onSettled(() => this.arrivals.delete(socket));
    this.ssh.injectSocket(socket);
  }

  /** Ends a connection that waits for a login, to make room for another. */
  private displace(socket: Socket): void {
    this.arrivals.get(socket)?.refuse(displacedReason, disconnectCodes.tooManyConnections);
    this.boundLeaving(socket);
  }

  /** Ends a connection that was never admitted. */
  private refuse(socket: Socket, reason: string, code: number): void {
    socket.on('error', () => undefined);
    socket.write(`SSH-2.0-${softwareVersion}\r\n`);
    disconnectInClear(socket, reason, code);
    this.boundLeaving(socket);
  }

  /** Bounds the connections that are about to end, so that a flood does not fill the process with them. */
  private boundLeaving(socket: Socket): void {
    this.leaving.add(socket);
    socket.once('close', () => this.leaving.delete(socket));
    if (this.leaving.size <= this.limits.maxUnauthenticated) return;
    for (const longest of this.leaving) return void longest.destroy();
  }

  /** The client has sent its version line; keys are not exchanged yet. */
  private greeted(connection: Connection): void {
    const { _sock: socket } = connection as unknown as { _sock: Socket };
    this.arrivals.get(socket)?.greeted(connection);
  }
}

/** A connection from its first byte to its login. */
class Arrival<Identity> {
  private leg?: Leg;
  private loggedIn = false;
  private isSettled = false;
  /** Calls to the authenticator that have not returned yet. */
  private questions = 0;
  private settled: () => void = () => undefined;
  private readonly grace: NodeJS.Timeout;

  constructor(
    private readonly options: ListenerOptions<Identity>,
    private readonly limits: ListenerLimits,
    private readonly socket: Socket,
    private readonly source: Source,
    private readonly place: Place,
  ) {
    this.grace = setTimeout(
      () => this.refuse('the login took too long', disconnectCodes.byApplication),
      limits.loginGraceMs,
    );
    socket.once('close', () => {
      this.settle();
      if (!this.loggedIn) options.onAbandoned?.(source);
    });
  }

  /** `settled` is called at the login, or when the connection ends without one. */
  onSettled(settled: () => void): void {
    this.settled = settled;
  }

  greeted(connection: Connection): void {
    const protocol = protocolOf(connection);
    offerNoSha1HostKey(protocol);
    const { keyExchangeMs } = this.limits;
    const leg = (this.leg = new Leg(connection, this.socket, { keyExchangeMs }));
    const attempts = new LoginAttempts({
      authenticator: this.options.authenticator,
      during: (call) => this.count(call),
      showBanner: (text) => leg.send(bannerMessage(text)),
      source: this.source,
      maxTries: this.limits.maxAuthTries,
      onSuccess: (decision) => {
        this.loggedIn = true;
        this.settle();
        this.options.onLogin({ ...decision, leg, hostKeys: new HostKeyProofs(protocol), source: this.source });
      },
      isOpen: () => leg.isOpen,
      onTooMany: () => this.refuse('too many authentication failures', disconnectCodes.noMoreMethods),
      onOutage: () => this.refuse(outage, disconnectCodes.serviceNotAvailable),
      onError: (error) => this.options.onError?.(error, this.source),
    });
    connection.once('handshake', () => (this.place.stake = 1));
    connection.on('authentication', (context) => {
      if (this.options.mayLogIn?.(this.source) === false)
        return this.refuse(notAllowedReason, disconnectCodes.hostNotAllowed);
      // Any method counts: OpenSSH sends `none` before its user types.
      this.place.stake = everything;
      attempts.handle(context).catch((error: unknown) => {
        this.options.onError?.(error, this.source);
        this.refuse('internal error', disconnectCodes.byApplication);
      });
    });
  }

  refuse(reason: string, code?: number): void {
    if (this.leg) return this.leg.destroy(reason, code);
    // Keeps ssh2 from handling what still arrives.
    this.socket.removeAllListeners('data');
    disconnectInClear(this.socket, reason, code);
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
    if (this.isSettled && this.questions === 0) this.place.leave();
  }
}

function bannerMessage(text: string): Buffer {
  return Buffer.concat([Buffer.from([messageNumbers.banner]), wireString(`${text}\r\n`), wireString('')]);
}
