import { Duplex } from 'node:stream';
import { oneLine } from '../common/printable.ts';
import { Credit, fullWindow } from './credit.ts';
import type { Leg } from './leg.ts';
import { assertMaxPacket, type ChannelMessage, decode, encode, maxPacket, ProtocolViolation } from './messages.ts';
import { forwardFields } from './request-fields.ts';
import { refuseRequests } from './server-requests.ts';
import { TargetError } from './target-error.ts';

/** Our number for the only channel. */
const ours = 0;

/** Bytes that may wait in the leg: a server may grant a window of 4 GiB and read nothing. */
const mostBacklog = 1024 * 1024;

/** As OpenSSH words them, by the codes of RFC 4254, section 5.1. */
const reasons: Readonly<Record<number, string>> = {
  1: 'administratively prohibited',
  2: 'connect failed',
  3: 'unknown channel type',
  4: 'resource shortage',
};

/** The server did not open the connection. The message is one line that quotes it. */
export class ForwardingRefused extends Error {
  override readonly name = 'ForwardingRefused';
}

/**
 * A TCP connection that the server at the other end of the leg makes for us (direct-tcpip: RFC 4254, section 7.2). The
 * server resolves the name. The leg serves this connection alone and ends with it.
 * @throws ForwardingRefused, TargetError when the leg ends first
 */
export function forward(leg: Leg, destination: { readonly host: string; readonly port: number }): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const stream: ForwardedStream = new ForwardedStream(leg, (error) => (error ? reject(error) : resolve(stream)));
    leg.send(encode.open('direct-tcpip', ours, fullWindow, maxPacket), forwardFields(destination));
  });
}

class ForwardedStream extends Duplex {
  private readonly incoming = new Credit();
  private readonly outgoing = new Credit();
  private phase: 'asked' | 'open' | 'closed' = 'asked';
  private isAtEnd = false;
  private theirs = 0;
  private theirMaxPacket = 0;
  private waiting?: { data: Buffer; readonly done: () => void };

  constructor(
    private readonly leg: Leg,
    private readonly answered: (error?: Error) => void,
  ) {
    // As with a TCP socket of Node: when the peer has ended, so do we.
    super({ allowHalfOpen: false });
    this.incoming.window = this.incoming.given = fullWindow;
    leg.onClose(() => this.finish(new TargetError('closed', 'the connection ended')));
    leg.onDrain(() => this.flush());
    leg.onPacket((payload) => this.receive(payload));
  }

  override _read(): void {
    this.grant();
  }

  override _write(data: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.waiting = { data, done };
    this.flush();
  }

  override _final(done: () => void): void {
    if (this.phase === 'open') this.leg.send(encode.plain('eof', this.theirs));
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.finish(new TargetError('closed', 'the connection was cancelled'));
    done(error);
  }

  private receive(payload: Buffer): void {
    try {
      const message = refuseRequests(this.leg, decode(payload));
      if (message) this.dispatch(message);
    } catch (error) {
      if (!(error instanceof ProtocolViolation || error instanceof RangeError)) throw error;
      this.leg.destroy(`protocol violation: ${error.message}`);
      this.finish(new TargetError('protocol', error.message));
    }
  }

  private dispatch(message: ChannelMessage): void {
    if (message.recipient !== ours) throw new ProtocolViolation(`no channel ${message.recipient}`);
    const isAnswer = message.kind === 'open-confirmation' || message.kind === 'open-failure';
    if (isAnswer !== (this.phase === 'asked')) throw new ProtocolViolation(`${message.kind} out of turn`);
    switch (message.kind) {
      case 'open-confirmation':
        return this.start(message.sender, message.window, message.maxPacket);
      case 'open-failure':
        return this.finish(
          new ForwardingRefused(`${reasons[message.reason] ?? 'refused'}: ${oneLine(message.description)}`),
        );
      case 'data':
        return this.deliver(message.stream === 0, message.data);
      case 'window-adjust':
        this.outgoing.adjusted(message.amount);
        return this.flush();
      case 'request':
        if (message.wantReply) this.leg.send(encode.plain('failure', this.theirs));
        return;
      case 'eof':
        this.isAtEnd = true;
        this.push(null);
        return;
      case 'close':
        return this.finish(new TargetError('closed', 'the connection ended'));
    }
  }

  private start(theirs: number, window: number, packetSize: number): void {
    assertMaxPacket(packetSize);
    this.phase = 'open';
    this.theirs = theirs;
    this.theirMaxPacket = Math.min(packetSize, maxPacket);
    this.outgoing.adjusted(window);
    this.answered();
  }

  private deliver(isOutput: boolean, data: Buffer): void {
    if (data.length > maxPacket || this.isAtEnd) throw new ProtocolViolation('data that is too long, or after the end');
    this.incoming.received(data.length);
    if (isOutput) this.push(data);
    this.grant();
  }

  /** Grants what the reader has taken. */
  private grant(): void {
    this.incoming.queued = this.readableLength;
    const amount = this.phase === 'open' ? this.incoming.grant() : 0;
    if (amount > 0) this.leg.send(encode.windowAdjust(this.theirs, amount));
  }

  private flush(): void {
    const { waiting } = this;
    if (!waiting) return;
    while (this.maySend && waiting.data.length > 0) {
      const chunk = waiting.data.subarray(0, Math.min(this.outgoing.have, this.theirMaxPacket));
      this.leg.send(encode.data(this.theirs, 0, chunk.length), chunk);
      this.outgoing.sent(chunk.length);
      waiting.data = waiting.data.subarray(chunk.length);
    }
    if (waiting.data.length > 0 && this.phase !== 'closed') return;
    this.waiting = undefined;
    waiting.done();
  }

  private get maySend(): boolean {
    return this.phase === 'open' && this.outgoing.have > 0 && this.leg.backlog() < mostBacklog;
  }

  /** Nothing more comes or goes. What has arrived can still be read. `error` is for whoever still waits to begin. */
  private finish(error: Error): void {
    const { phase } = this;
    if (phase === 'closed') return;
    this.phase = 'closed';
    this.leg.end();
    this.flush();
    if (phase === 'asked') this.answered(error);
    if (phase === 'asked') this.destroy();
    else if (!this.destroyed) this.push(null);
  }
}
