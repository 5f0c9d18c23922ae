import type { Socket } from 'node:net';
import { Admission, type AdmissionLimits } from '../common/admission.ts';

interface Arrival {
  end(): void;
  settle(): void;
}

/**
 * Connections that have not greeted yet: silent, or in the middle of a TLS handshake. When there are too many, the
 * oldest makes room.
 */
export class Arrivals {
  private readonly admission: Admission;
  private readonly arrivals = new Map<string, Arrival>();

  /** `greetingMs`: time from the connection to the first byte of plain HTTP, or to the end of the TLS handshake. */
  constructor(
    private readonly greetingMs: number,
    limits: AdmissionLimits,
  ) {
    this.admission = new Admission(limits);
  }

  enter(socket: Socket): void {
    const name = endsOf(socket);
    const end = () => {
      settle();
      socket.destroy();
    };
    const settle = () => {
      clearTimeout(timer);
      place?.leave();
      this.arrivals.delete(name);
      socket.off('close', settle);
    };
    const timer = setTimeout(end, this.greetingMs);
    const place = this.admission.enter(socket.remoteAddress ?? '', end);
    if (!place) return end();
    socket.once('close', settle);
    this.arrivals.set(name, { end, settle });
  }

  /**
   * The client has greeted. Returns false when the connection no longer waits here, because its time is up. `socket`
   * may be the TLS socket over the one that entered.
   */
  leave(socket: Socket): boolean {
    const arrival = this.arrivals.get(endsOf(socket));
    arrival?.settle();
    return arrival !== undefined;
  }

  endAll(): void {
    for (const { end } of this.arrivals.values()) end();
  }
}

/** A connection's two endpoints, which no other connection has at the same time. */
function endsOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`;
}
