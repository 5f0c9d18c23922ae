import { encode, maxPacket } from '../../ssh/messages.ts';
import type { ChannelEntry, ChannelTable, Numbers } from './channel-table.ts';
import type { Effect } from './effects.ts';
import type { Peer } from './peer.ts';

type Message = Exclude<Effect, { readonly kind: 'ask' }>;

/** What is sent on a channel that has its numbers. */
export type NumberedMessage = Exclude<Message, { readonly kind: 'open' }>;

/** Sends the message of an effect, under the channel's number on that leg. Data are copied here for the first time. */
export function transmit(leg: Peer, table: ChannelTable, entry: ChannelEntry, effect: Message): void {
  if (effect.kind === 'open') {
    return leg.send(encode.open(entry.open.type, table.addToTarget(entry), effect.window, maxPacket), entry.open.data);
  }
  sendNumbered(leg, entry[effect.to]!, effect);
}

/** `theirs` is the number by which the peer knows the channel. */
export function sendNumbered(peer: Pick<Peer, 'send'>, { ours, theirs }: Numbers, effect: NumberedMessage): void {
  switch (effect.kind) {
    case 'data':
      return peer.send(encode.data(theirs, effect.stream, effect.data.length), effect.data);
    case 'window-adjust':
      return peer.send(encode.windowAdjust(theirs, effect.amount));
    case 'request':
      return peer.send(encode.request(theirs), effect.fields);
    case 'open-confirmation':
      return peer.send(encode.openConfirmation(theirs, ours, effect.window, maxPacket));
    case 'open-failure':
      return peer.send(encode.openFailure(theirs, effect.reason, effect.description));
    default:
      return peer.send(encode.plain(effect.kind, theirs));
  }
}
