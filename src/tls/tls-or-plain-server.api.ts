import { Server, type RequestListener, type ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import { createServer, type Server as TlsServer, type TlsOptions, type TLSSocket } from 'node:tls';
import type { AdmissionLimits } from '../common/admission.ts';
import { Arrivals } from './arrivals.ts';
import type { Certificate } from './certificate.ts';
import { Strangers } from './strangers.ts';

/** The first byte of a TLS connection, the type of a handshake record, which no HTTP request begins with. */
const handshake = 0x16;

const security = {
  minVersion: 'TLSv1.2',
  // Forward secrecy and authenticated encryption; with TLS 1.3 everything has both.
  ciphers: [
    'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256',
    'ECDHE+AESGCM:ECDHE+CHACHA20',
  ].join(':'),
  ALPNProtocols: ['http/1.1'],
} satisfies TlsOptions;

export interface StrangerLimits extends AdmissionLimits {
  readonly greetingMs: number;
}

const defaultLimits: StrangerLimits = { greetingMs: 10_000, places: 1000, placesPerAddress: 500 };

/**
 * An HTTP server that answers TLS and plain HTTP on one port: the first byte tells. Whoever sends none, or does not finish the handshake, is
 * gone after 10 s; of these there are 1,000, and 500 of one address, then the longest makes room. There are as many of those that have greeted
 * and whom nobody has let in: `letIn`, emitted on a socket, says that somebody has. What of it is HTTP has the bounds of the server itself, over
 * TLS too: `greeted` tells of each connection, plain or not, as soon as requests are read from it.
 */
export class TlsOrPlainServer extends Server {
  private readonly tls: TlsServer;
  private readonly arrivals: Arrivals;
  private readonly strangers: Strangers;
  /** Node's own: reads requests from a connection, plain or not. */
  private readonly serve: (socket: Socket) => void;

  constructor(options: ServerOptions, handler: RequestListener, limits: Partial<StrangerLimits> = {}) {
    super(options, handler);
    const { greetingMs, ...places } = { ...defaultLimits, ...limits };
    this.arrivals = new Arrivals(greetingMs, places);
    this.strangers = new Strangers(places);
    this.on('request', (request, response) => this.strangers.asked(request, response));
    this.tls = createServer(security)
      .on('secureConnection', (socket) => this.shakenHands(socket))
      .on('tlsClientError', (_error, socket) => socket.destroy());
    const [serve] = this.listeners('connection') as [(socket: Socket) => void];
    this.serve = serve;
    this.off('connection', serve).on('connection', (socket) => this.accept(socket));
  }

  /** Handshakes from now on show this certificate; before the first one all fail. Throws when OpenSSL cannot use it: the key is not its own, … */
  useCertificate({ chain, privateKey }: Certificate): void {
    this.tls.setSecureContext({ ...security, cert: chain, key: privateKey.reveal() });
  }

  /** Who has not greeted yet has nothing under way either. */
  override closeIdleConnections(): void {
    super.closeIdleConnections();
    this.arrivals.endAll();
  }

  /** Requests under way have the time of a request to end. Node itself looks at no connection any more once a server closes: a silent one would keep it for ever. */
  override close(closed?: (error?: Error) => void): this {
    const timer = setTimeout(() => this.closeAllConnections(), this.requestTimeout).unref();
    return super.close((error) => {
      clearTimeout(timer);
      closed?.(error);
    });
  }

  private accept(socket: Socket): void {
    this.arrivals.enter(socket);
    const gone = () => void socket.destroy();
    const look = () => {
      const first = socket.read(1) as Buffer | null;
      if (!first) return;
      socket.off('readable', look).off('end', gone).off('error', gone);
      socket.unshift(first);
      this.greeted(socket, first[0] === handshake);
    };
    socket.on('error', gone).on('end', gone).on('readable', look);
  }

  private greeted(socket: Socket, inTls: boolean): void {
    if (inTls) this.tls.emit('connection', socket);
    else if (this.arrivals.leave(socket)) this.readRequests(socket);
  }

  private shakenHands(socket: TLSSocket): void {
    socket.disableRenegotiation();
    if (this.arrivals.leave(socket)) this.readRequests(socket);
    else socket.destroy();
  }

  private readRequests(socket: Socket): void {
    this.strangers.enter(socket);
    this.serve.call(this, socket);
    this.emit('greeted', socket);
  }
}
