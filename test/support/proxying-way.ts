import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A proxy that first sends what a test wants on each connection, then passes the connection on. */
export class ProxyingWay {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {}

  /** Each of the `pieces` goes out as a segment of its own, before anything from the client. */
  static async to(target: number, ...chunks: readonly (string | Buffer)[]): Promise<ProxyingWay> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const way = new ProxyingWay(server, target);
    server.on('connection', (socket) => void way.lead(socket, chunks));
    return way;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private async lead(socket: Socket, chunks: readonly (string | Buffer)[]): Promise<void> {
    const onward = connect({ port: this.target, host: '127.0.0.1', noDelay: true });
    for (const each of [socket, onward]) this.sockets.add(each.on('error', () => undefined));
    onward.pipe(socket);
    for (const chunk of chunks) await new Promise((written) => onward.write(chunk, written));
    socket.pipe(onward);
  }
}
