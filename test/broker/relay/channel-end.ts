import type { Request } from './channel-requests.ts';

/** Data bytes have the highest bit set, to tell them from the broker's own words, which are ASCII. */
export const dataBit = 0x80;

export const mostOnTheWay = 2 * 1024 * 1024;

/** One end of the channel: what a peer that obeys the protocol knows, and what the broker may do to it. */
export class ChannelEnd {
  isThere = false;
  /** Bytes that the broker may still send. */
  window = 0;
  maxPacket = 0;
  /** Bytes that this end may still send. */
  granted = 0;
  saidEof = false;
  closed = false;
  heardEof = false;
  heardClose = false;
  /** This end's requests that want a reply, in order. */
  readonly asked: Request[] = [];
  readonly replies: ('success' | 'failure')[] = [];
  /** Requests that were passed on to this end and that it has not answered. */
  readonly toAnswer: Request[] = [];
  readonly answered: ('success' | 'failure')[] = [];
  /** Streams and bytes, interleaved, in order. */
  readonly sent: number[] = [];
  readonly received: number[] = [];
  ownWords = '';
}
