import { connect, createServer, type AddressInfo } from 'node:net';

interface Address {
  readonly port: number;
}

/** What Node calls the operating system through. Its prototype is shared by all TCP sockets of the process. */
interface TcpHandle {
  setNoDelay(on: boolean): number;
  getsockname(address: object): number;
  getpeername(address: object): number;
}

/**
 * Records for which TCP connections of this process Nagle's algorithm is switched off, at the last call before the
 * operating system.
 */
export class NoDelayWatch {
  /** `local>remote` ports. */
  private readonly connections = new Set<string>();
  private readonly original: TcpHandle['setNoDelay'];

  private constructor(private readonly handles: TcpHandle) {
    const { connections } = this;
    const original = (this.original = handles.setNoDelay);
    handles.setNoDelay = function (this: TcpHandle, on) {
      const name = nameOf(this);
      if (on) connections.add(name);
      else connections.delete(name);
      return original.call(this, on);
    };
  }

  static async start(): Promise<NoDelayWatch> {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    const { port } = await new Promise<AddressInfo>((resolve) =>
      server.once('listening', () => resolve(server.address() as AddressInfo)),
    );
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const { _handle: handle } = socket as unknown as { _handle: TcpHandle };
    const handles = Object.getPrototypeOf(handle) as TcpHandle;
    socket.destroy();
    server.close();
    return new NoDelayWatch(handles);
  }

  /** True for a connection that was accepted on this port. */
  sawAccepted(port: number): boolean {
    return [...this.connections].some((name) => name.startsWith(`${port}>`));
  }

  /** True for a connection that was made to this port. */
  sawDialled(port: number): boolean {
    return [...this.connections].some((name) => name.endsWith(`>${port}`));
  }

  stop(): void {
    this.handles.setNoDelay = this.original;
  }
}

function nameOf(handle: TcpHandle): string {
  const local: Partial<Address> = {};
  const remote: Partial<Address> = {};
  handle.getsockname(local);
  handle.getpeername(remote);
  return `${local.port}>${remote.port}`;
}
