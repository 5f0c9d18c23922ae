import type { Stream } from '../../ssh/messages.ts';
import type { Effect, Side } from './effects.ts';
import type { ChannelFacts } from './gate.ts';

/**
 * Sees what is sent to either side of a session, our own messages included, in that order. It changes nothing, does not
 * throw, and copies what it keeps of the bytes.
 */
export interface Tap {
  data?(channel: ChannelFacts, to: Side, stream: Stream, data: Uint8Array): void;
  /** `data` is the data specific to this request. */
  request?(channel: ChannelFacts, to: Side, name: string, data: Uint8Array): void;
  /** The channel is closed at both ends, or its connections are closed. Called once. */
  end?(channel: ChannelFacts): void;
}

/** Shows the taps what is about to be sent. */
export function show(taps: readonly Tap[], channel: ChannelFacts, effect: Effect): void {
  if (effect.kind === 'data') for (const tap of taps) tap.data?.(channel, effect.to, effect.stream, effect.data);
  else if (effect.kind === 'request')
    for (const tap of taps) tap.request?.(channel, effect.to, effect.name, effect.data);
}
