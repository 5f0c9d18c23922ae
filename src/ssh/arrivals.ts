import type { Duplex } from 'node:stream';
import ssh2, { type Connection } from 'ssh2';
import type { Redacted } from '../common/redacted.ts';
import { engineerAlgorithms } from './algorithms.ts';
import { Arrival, type ArrivalLimits, type Newcomer, type LoginHandler } from './arrival.ts';
import { disconnectCodes, disconnectInClear } from './disconnect.ts';
import { softwareVersion } from './software-version.ts';

export const defaultArrivalLimits: ArrivalLimits = {
  loginGraceMs: 120_000,
  maxAuthTries: 6,
  keyExchangeMs: 60_000,
};

export interface ArrivalsOptions {
  /** PEM or OpenSSH's format, without a passphrase; at most one of each type. */
  readonly hostKeys: readonly Redacted<string>[];
  readonly limits: ArrivalLimits;
}

/** An SSH server without a socket of its own: the connections that have not logged in, on streams of any kind. */
export class Arrivals {
  private readonly ssh: ssh2.Server;
  private readonly arrivals = new Map<Duplex, Pick<Arrival<unknown>, 'greeted' | 'refuse'>>();

  constructor(private readonly options: ArrivalsOptions) {
    this.ssh = new ssh2.Server(
      {
        hostKeys: options.hostKeys.map((key) => key.reveal()),
        algorithms: engineerAlgorithms,
        ident: softwareVersion,
        // Switches off ssh2's keep-alive: its replies would come to us. The relay has its own.
        keepaliveInterval: 2 ** 31 - 1,
      },
      (connection) => this.greeted(connection),
    );
    // An 'error' event without a listener would end the process.
    this.ssh.on('error', () => undefined);
  }

  admit<Identity>(newcomer: Newcomer, handler: LoginHandler<Identity>): void {
    const { stream } = newcomer;
    const arrival = new Arrival(handler, this.options.limits, newcomer);
    this.arrivals.set(stream, arrival);
    arrival.onSettled(() => this.arrivals.delete(stream));
    // ssh2 asks nothing of a socket that other streams lack.
    this.ssh.injectSocket(stream as Parameters<ssh2.Server['injectSocket']>[0]);
  }

  /** Ends a connection that is not admitted. */
  turnAway(stream: Duplex, reason: string, code: number): void {
    stream.on('error', () => undefined);
    stream.write(`SSH-2.0-${softwareVersion}\r\n`);
    disconnectInClear(stream, reason, code);
  }

  /** Ends a connection that was admitted and has not logged in. */
  refuse(stream: Duplex, reason: string, code: number): void {
    this.arrivals.get(stream)?.refuse(reason, code);
  }

  refuseAll(reason: string): void {
    for (const arrival of this.arrivals.values()) arrival.refuse(reason, disconnectCodes.byApplication);
  }

  /** The client has sent its version line; keys are not exchanged yet. */
  private greeted(connection: Connection): void {
    const { _sock: stream } = connection as unknown as { _sock: Duplex };
    this.arrivals.get(stream)?.greeted(connection);
  }
}
