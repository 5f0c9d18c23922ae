import type { ChannelOpen, ChannelRequest } from '../../ssh/messages.ts';
import type { Side } from './effects.ts';
import type { Verdict } from './verdict.ts';

/** What is known about a channel: one object for as long as the channel lasts. */
export interface ChannelFacts {
  /** As in the request that opened it, for example `session`. */
  readonly type: string;
  /** A shell, a command or a subsystem was requested. */
  readonly started: boolean;
  /** The number of environment variables that were passed on. */
  readonly variables: number;
  /** A terminal was requested. */
  readonly terminal: boolean;
}

/** Decides what may pass. It does not throw, and it copies what it keeps of a message. */
export interface Gate {
  /** May the engineer open this channel? While the gate is asked, the channel is neither opened nor refused. */
  open(open: ChannelOpen): Verdict;
  /** May this request of one side pass to the other? While the gate is asked, what the side sends after it waits. */
  request(from: Side, request: ChannelRequest, facts: ChannelFacts): Verdict;
}
