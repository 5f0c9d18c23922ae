import type { ChannelOpen, ChannelRequest } from '../../ssh/messages.ts';
import type { Side } from './effects.ts';
import type { Verdict } from './verdict.ts';

/** What is known of a channel: one object for as long as it lasts. */
export interface ChannelFacts {
  /** A shell, a command or a subsystem was asked for. */
  readonly started: boolean;
  /** Environment variables that were passed on. */
  readonly variables: number;
  /** A terminal was asked for. */
  readonly terminal: boolean;
}

/** Decides what may pass. It does not throw, and what it wants to keep of a message it copies. */
export interface Gate {
  /** May the engineer open this channel? While this is asked, the channel is neither opened nor refused. */
  open(open: ChannelOpen): Verdict;
  /** May this request of one side pass to the other? While this is asked, nothing passes that the side sends behind it. */
  request(from: Side, request: ChannelRequest, facts: ChannelFacts): Verdict;
}
