import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A route to a server that carries everything back, but only the first segments there. */
export class MuteWay {
  /** True once something has been held back. */
  isHolding = false;
  private readonly sockets: Socket[] = [];

  private constructor(
    private readonly server: Server,
    private readonly target: number,
    private passing: number,
  ) {
    server.on('connection', (socket) => this.lead(socket));
  }

  static async to(target: number, passing: number): Promise<MuteWay> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new MuteWay(server, target, passing);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private lead(socket: Socket): void {
    const onward = connect(this.target, '127.0.0.1');
    for (const each of [socket, onward]) this.sockets.push(each.on('error', () => undefined));
    onward.pipe(socket);
    socket.on('data', (segment) => {
      if (this.passing-- > 0) onward.write(segment);
      else this.isHolding = true;
    });
  }
}
