import type { Request } from './channel-requests.ts';

/** Data bytes have the highest bit, so that the broker's own words, which are ASCII, can be told from them. */
export const dataBit = 0x80;

export const mostOnTheWay = 2 * 1024 * 1024;

/** An end of the channel: what a peer that keeps to the protocol knows, and what the broker may do to it. */
export class ChannelEnd {
  isThere = false;
  /** What the broker may still send. */
  window = 0;
  maxPacket = 0;
  /** What this end may still send. */
  granted = 0;
  saidEof = false;
  closed = false;
  heardEof = false;
  heardClose = false;
  /** This end's requests that want a reply, in order, with the answer of the other end as far as it came. */
  readonly asked: Request[] = [];
  readonly replies: ('success' | 'failure')[] = [];
  /** Requests that it was passed on and has not answered. */
  readonly toAnswer: Request[] = [];
  readonly answered: ('success' | 'failure')[] = [];
  /** Streams and bytes, interleaved, in order. */
  readonly sent: number[] = [];
  readonly received: number[] = [];
  ownWords = '';
}
