import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Admission } from '../common/admission.ts';
import type { Redacted } from '../common/redacted.ts';
import type { ArrivalLimits, LoginHandler } from './arrival.ts';
import { Arrivals, defaultArrivalLimits } from './arrivals.ts';
import { disconnectCodes } from './disconnect.ts';
import type { Source } from './authenticator.ts';
import { ConnectionSources } from './proxy-protocol/connection-sources.ts';

export type { Login } from './arrival.ts';
export type { Authenticator, CodeQuestion, LoginMethod, LoginSteps, Source, StepResult } from './authenticator.ts';

export interface ListenerLimits extends ArrivalLimits {
  readonly maxUnauthenticated: number;
  /** An IPv6 /64 network counts as one address. */
  readonly maxUnauthenticatedPerAddress: number;
}

const defaultLimits: ListenerLimits = {
  ...defaultArrivalLimits,
  maxUnauthenticated: 1000,
  maxUnauthenticatedPerAddress: 500,
};

const displacedReason = 'too many connections are waiting for a login here, and this one had to make room for another';
const refusedReason = 'too many connections are waiting for a login here, please try again later';

export interface ListenerOptions<Identity> extends LoginHandler<Identity> {
  /** PEM or OpenSSH's format, without a passphrase; at most one of each type. */
  readonly hostKeys: readonly Redacted<string>[];
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
  private readonly arrivals: Arrivals;
  private readonly sockets = new Set<Socket>();
  private listening?: Promise<AddressInfo>;
  /** Connections that were refused and still read the reason, oldest first. */
  private readonly leaving = new Set<Socket>();

  constructor(private readonly options: ListenerOptions<Identity>) {
    this.limits = { ...defaultLimits, ...options.limits };
    const { maxUnauthenticated: places, maxUnauthenticatedPerAddress: placesPerAddress } = this.limits;
    this.admission = new Admission({ places, placesPerAddress });
    this.arrivals = new Arrivals({ hostKeys: options.hostKeys, limits: this.limits });
    this.sources = new ConnectionSources({
      isProxy: options.isProxy ?? (() => false),
      places,
      refuseWithReason: (socket, reason) => this.refuse(socket, reason, disconnectCodes.protocolError),
      refuse: (socket, reason) => this.arrivals.refuse(socket, reason, disconnectCodes.protocolError),
    });
    this.net = createServer({ noDelay: true, keepAlive: true }, (socket) => {
      this.sockets.add(socket.once('close', () => this.sockets.delete(socket)));
      this.sources.find(socket, (source) => this.accept(socket, source));
    });
  }

  listen(host: string, port: number): Promise<{ address: string; port: number }> {
    this.listening = new Promise((resolve, reject) => {
      this.net.once('error', reject);
      this.net.listen(port, host, () => {
        this.net.removeListener('error', reject);
        resolve(this.net.address() as AddressInfo);
      });
    });
    return this.listening;
  }

  get connections(): number {
    return this.sockets.size;
  }

  async close(): Promise<void> {
    this.sources.close();
    this.arrivals.refuseAll('the service is stopping');
    // A server that is closed while it begins to listen never says whether it does.
    await this.listening?.catch(() => undefined);
    return new Promise((resolve) => void this.net.close(() => resolve()));
  }

  private accept(socket: Socket, source: Source): void {
    const place = this.admission.enter(source.address, () => this.displace(socket));
    if (!place) return this.refuse(socket, refusedReason, disconnectCodes.tooManyConnections);
    this.arrivals.admit({ stream: socket, source, place }, this.options);
  }

  /** Ends a connection that waits for a login, to make room for another. */
  private displace(socket: Socket): void {
    this.arrivals.refuse(socket, displacedReason, disconnectCodes.tooManyConnections);
    this.boundLeaving(socket);
  }

  /** Ends a connection that was never admitted. */
  private refuse(socket: Socket, reason: string, code: number): void {
    if (socket.destroyed) return;
    this.arrivals.turnAway(socket, reason, code);
    this.boundLeaving(socket);
  }

  /** Bounds the connections that are about to end, so that a flood does not fill the process with them. */
  private boundLeaving(socket: Socket): void {
    this.leaving.add(socket);
    socket.once('close', () => this.leaving.delete(socket));
    if (this.leaving.size <= this.limits.maxUnauthenticated) return;
    for (const longest of this.leaving) return void longest.destroy();
  }
}
