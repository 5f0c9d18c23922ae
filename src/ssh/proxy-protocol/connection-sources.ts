import type { Socket } from 'node:net';
import { Admission } from '../../common/admission.ts';
import { plainAddress } from '../../common/network-address.ts';
import { awaitProxyHeader, watchForProxyHeader } from './await-proxy-header.ts';
import type { ProxiedSource } from './proxy-header.ts';

export interface ConnectionSourcesOptions {
  /** Whether connections from this address begin with a PROXY protocol header; all others must not. */
  readonly isProxy: (address: string) => boolean;
  /** How many connections may wait for their header at a time. One more ends the one that has waited longest. */
  readonly places: number;
  /** Ends a connection that has not been admitted. */
  readonly refuseWithReason: (socket: Socket, reason: string) => void;
  /** Ends a connection that has been admitted. */
  readonly refuse: (socket: Socket, reason: string) => void;
}

/** Finds out where a connection comes from, before a byte of SSH is read. */
export class ConnectionSources {
  private readonly admission: Admission;
  private readonly waiting = new Set<Socket>();

  constructor(private readonly options: ConnectionSourcesOptions) {
    this.admission = new Admission({ places: options.places, placesPerAddress: options.places });
  }

  /** Calls `admit` immediately for a direct connection, otherwise when the header has arrived. */
  find(socket: Socket, admit: (source: ProxiedSource) => void): void {
    const direct = { address: plainAddress(socket.remoteAddress ?? ''), port: socket.remotePort ?? 0 };
    if (this.options.isProxy(direct.address)) return this.readHeader(socket, direct, admit);
    const { refuse } = this.options;
    watchForProxyHeader(socket, () => refuse(socket, 'PROXY protocol is not accepted from this address'));
    admit(direct);
  }

  /** Ends the connections that wait for their header. */
  close(): void {
    for (const socket of this.waiting) socket.destroy();
  }

  private readHeader(socket: Socket, proxy: ProxiedSource, admit: (source: ProxiedSource) => void): void {
    const place = this.admission.enter('', () => socket.destroy());
    this.waiting.add(socket.on('error', () => undefined));
    awaitProxyHeader(socket)
      .finally(() => this.waiting.delete(socket))
      .finally(place?.leave)
      .then(
        (source) => {
          admit(source ? { ...source, address: plainAddress(source.address) } : proxy);
          socket.resume();
        },
        (error: Error) =>
          this.options.refuseWithReason(socket, `PROXY protocol is required from this address: ${error.message}`),
      );
  }
}
