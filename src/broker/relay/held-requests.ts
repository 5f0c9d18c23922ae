import { type ChannelRequest, decode, ProtocolViolation } from '../../ssh/messages.ts';

const most = { count: 128, bytes: 384 * 1024 };

/** A reply that a request is owed, and who gives it: `remote` the other side, `refused` we do, with a failure. */
export interface OwedReply {
  by: 'unknown' | 'remote' | 'refused';
}

/** A request that waits, with the reply that it is owed if it wants one. */
export interface HeldRequest {
  readonly request: ChannelRequest;
  readonly reply?: OwedReply;
}

/** Requests that wait in order, for a server or for the gate. They use no window, so they are bounded here. */
export class HeldRequests {
  private held: HeldRequest[] = [];
  private bytes = 0;

  get isEmpty(): boolean {
    return this.held.length === 0;
  }

  get first(): HeldRequest | undefined {
    return this.held[0];
  }

  /** Copies what it keeps. @throws ProtocolViolation when too many requests or bytes wait */
  add({ request, reply }: HeldRequest): HeldRequest {
    this.bytes += request.raw.length;
    if (this.held.length >= most.count || this.bytes > most.bytes)
      throw new ProtocolViolation('too many requests are waiting');
    const held = { request: decode(Buffer.from(request.raw)) as ChannelRequest, reply };
    this.held.push(held);
    return held;
  }

  shift(): HeldRequest | undefined {
    const first = this.held.shift();
    this.bytes -= first?.request.raw.length ?? 0;
    return first;
  }

  take(): HeldRequest[] {
    this.bytes = 0;
    return this.held.splice(0);
  }
}
