import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type NetConnectOpts, type Server, type Socket } from 'node:net';

/** A route to a server that a test can cut and restore. */
export class SeverableWay {
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  private keep?: (socket: Socket) => void;

  private constructor(
    private readonly server: Server,
    private readonly target: NetConnectOpts,
  ) {
    server.on('connection', (socket) => this.take(socket));
  }

  static async to(target: NetConnectOpts): Promise<SeverableWay> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new SeverableWay(server, target);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Closes every connection, and each new one immediately. */
  cut(): void {
    this.isCut = true;
    this.sockets.forEach((socket) => socket.destroy());
  }

  restore(): void {
    this.isCut = false;
  }

  /**
   * Accepts the next connection without passing it on. Resolves when the connection is there, with a function that
   * passes it on.
   */
  async keepNext(): Promise<() => void> {
    const socket = await new Promise<Socket>((resolve) => (this.keep = resolve));
    return () => this.lead(socket);
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private take(socket: Socket): void {
    this.watch(socket);
    const { keep } = this;
    this.keep = undefined;
    if (this.isCut) socket.destroy();
    else if (keep) keep(socket);
    else this.lead(socket);
  }

  private lead(socket: Socket): void {
    const onward = this.watch(connect(this.target));
    socket.pipe(onward).pipe(socket);
    socket.once('close', () => onward.destroy());
    onward.once('close', () => socket.destroy());
  }

  private watch(socket: Socket): Socket {
    this.sockets.add(socket);
    return socket.once('close', () => this.sockets.delete(socket)).on('error', () => socket.destroy());
  }
}
