import type { ChannelFacts } from '../relay/gate.ts';
import type { Side } from '../relay/effects.ts';
import type { Tap } from '../relay/tap.ts';

/** The bytes that a session has sent to either side, our own messages to the engineer included. */
export class ByteCount implements Tap {
  readonly to: Record<Side, number> = { user: 0, target: 0 };

  data(_channel: ChannelFacts, to: Side, _stream: number, { length }: Uint8Array): void {
    this.to[to] += length;
  }
}
