import { Server, type RequestListener, type ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import { createServer, type Server as TlsServer, type TlsOptions, type TLSSocket } from 'node:tls';
import type { AdmissionLimits } from '../common/admission.ts';
import { Arrivals } from './arrivals.ts';
import type { Certificate } from './certificate.ts';
import { Strangers } from './strangers.ts';

/** The first byte of a TLS connection: the type of a handshake record. No HTTP request begins with it. */
const handshake = 0x16;

const security = {
  minVersion: 'TLSv1.2',
  // Forward secrecy and authenticated encryption; every TLS 1.3 suite has both.
  ciphers: [
    'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256',
    'ECDHE+AESGCM:ECDHE+CHACHA20',
  ].join(':'),
  ALPNProtocols: ['http/1.1'],
} satisfies TlsOptions;

export interface StrangerLimits extends AdmissionLimits {
  readonly greetingMs: number;
}

/** How soon a connection is closed whose last request is answered while the server closes. */
const idleCheckMs = 100;

const defaultLimits: StrangerLimits = { greetingMs: 10_000, places: 1000, placesPerAddress: 500 };

/**
 * An HTTP server that answers TLS and plain HTTP on one port; the first byte tells them apart. A client that sends
 * none, or does not finish the handshake, is dropped after 10 s. There is room for 1,000 of these, and for 500 of one
 * address; beyond that, the oldest makes room. The same limits hold for connections that have greeted but whose caller
 * is not let in yet: `letIn`, emitted on a socket, says that one has been. HTTP has the limits of the server itself,
 * over TLS too: `greeted` is emitted for each connection, plain or not, as soon as requests are read from it.
 */
export class TlsOrPlainServer extends Server {
  private readonly tls: TlsServer;
  private readonly arrivals: Arrivals;
  private readonly strangers: Strangers;
  /** Node's own listener: reads requests from a connection, plain or not. */
  private readonly serve: (socket: Socket) => void;

  constructor(options: ServerOptions, handler: RequestListener, limits: Partial<StrangerLimits> = {}) {
    super(options, handler);
    const { greetingMs, ...places } = { ...defaultLimits, ...limits };
    this.arrivals = new Arrivals(greetingMs, places);
    this.strangers = new Strangers(places);
    this.on('request', (request, response) => this.strangers.asked(request, response));
    this.tls = createServer(security)
      .on('secureConnection', (socket) => this.onHandshake(socket))
      .on('tlsClientError', (_error, socket) => socket.destroy());
    const [serve] = this.listeners('connection') as [(socket: Socket) => void];
    this.serve = serve;
    this.off('connection', serve).on('connection', (socket) => this.accept(socket));
  }

  /**
   * Handshakes from now on show this certificate; before the first one all fail.
   * @throws Error when OpenSSL cannot use it, for example because the key is not its own
   */
  useCertificate({ chain, privateKey }: Certificate): void {
    this.tls.setSecureContext({ ...security, cert: chain, key: privateKey.reveal() });
  }

  /** A client that has not greeted yet has no request in progress either. */
  override closeIdleConnections(): void {
    super.closeIdleConnections();
    this.arrivals.endAll();
  }

  /**
   * Requests in progress get the time limit of a request to end. Node itself no longer checks connections once a server
   * closes: one that is silent, or idle after its answer, would keep it open forever.
   */
  override close(closed?: (error?: Error) => void): this {
    const timer = setTimeout(() => this.closeAllConnections(), this.requestTimeout).unref();
    const idleCheck = setInterval(() => this.closeIdleConnections(), idleCheckMs).unref();
    return super.close((error) => {
      clearTimeout(timer);
      clearInterval(idleCheck);
      closed?.(error);
    });
  }

  private accept(socket: Socket): void {
    this.arrivals.enter(socket);
    const destroy = () => void socket.destroy();
    const readFirstByte = () => {
      const first = socket.read(1) as Buffer | null;
      if (!first) return;
      socket.off('readable', readFirstByte).off('end', destroy).off('error', destroy);
      socket.unshift(first);
      this.greeted(socket, first[0] === handshake);
    };
    socket.on('error', destroy).on('end', destroy).on('readable', readFirstByte);
  }

  private greeted(socket: Socket, inTls: boolean): void {
    if (inTls) this.tls.emit('connection', socket);
    else if (this.arrivals.leave(socket)) this.readRequests(socket);
  }

  private onHandshake(socket: TLSSocket): void {
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
