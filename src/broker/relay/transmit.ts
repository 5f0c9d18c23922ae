import { encode, maxPacket } from '../../ssh/messages.ts';
import type { ChannelTable, ChannelEntry } from './channel-table.ts';
import type { Effect } from './effects.ts';
import type { Peer } from './peer.ts';

type Message = Exclude<Effect, { readonly kind: 'ask' }>;

/** Sends the message of an effect, under the channel's number on that leg. Data are copied here for the first time. */
export function transmit(leg: Peer, table: ChannelTable, entry: ChannelEntry, effect: Message): void {
  if (effect.kind === 'open') {
    return leg.send(encode.open(entry.open.type, table.addToTarget(entry), effect.window, maxPacket), entry.open.data);
  }
  const { ours, theirs } = entry[effect.to]!;
  switch (effect.kind) {
    case 'data':
      return leg.send(encode.data(theirs, effect.stream, effect.data.length), effect.data);
    case 'window-adjust':
      return leg.send(encode.windowAdjust(theirs, effect.amount));
    case 'request':
      return leg.send(encode.request(theirs), effect.fields);
    case 'open-confirmation':
      return leg.send(encode.openConfirmation(theirs, ours, effect.window, maxPacket));
    case 'open-failure':
      return leg.send(encode.openFailure(theirs, effect.reason, effect.description));
    default:
      return leg.send(encode.plain(effect.kind, theirs));
  }
}
