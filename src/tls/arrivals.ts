import type { Socket } from 'node:net';

export interface ArrivalLimits {
  /** From the connection to the first byte of plain HTTP, or to the end of the TLS handshake. */
  readonly greetingMs: number;
  readonly most: number;
  readonly mostPerAddress: number;
}

interface Arrival {
  readonly address: string;
  end(): void;
  settle(): void;
}

/** Connections that have not greeted yet: silent, or in the middle of a TLS handshake. When there are too many, the longest here makes place. */
export class Arrivals {
  /** In the order of their coming. */
  private readonly arrivals = new Map<string, Arrival>();

  constructor(private readonly limits: ArrivalLimits) {}

  enter(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    this.makePlaceFor(address);
    const name = endsOf(socket);
    const end = () => void socket.destroy();
    const timer = setTimeout(end, this.limits.greetingMs);
    const settle = () => {
      clearTimeout(timer);
      this.arrivals.delete(name);
      socket.off('close', settle);
    };
    socket.once('close', settle);
    this.arrivals.set(name, { address, end, settle });
  }

  /** The client has greeted. False when the connection is none that waits here: its time is over. `socket` may be the TLS socket over the one that entered. */
  leave(socket: Socket): boolean {
    const arrival = this.arrivals.get(endsOf(socket));
    arrival?.settle();
    return arrival !== undefined;
  }

  endAll(): void {
    for (const { end, settle } of this.arrivals.values()) {
      settle();
      end();
    }
  }

  private makePlaceFor(address: string): void {
    const here = [...this.arrivals.values()];
    const ofAddress = here.filter((arrival) => arrival.address === address);
    const isFull = here.length >= this.limits.most;
    const [longest] = ofAddress.length >= this.limits.mostPerAddress ? ofAddress : isFull ? here : [];
    longest?.settle();
    longest?.end();
  }
}

/** A connection's two ends, which no other one has at the same time. */
function endsOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`;
}
