import type { Leg } from './leg.ts';
import { type ChannelMessage, encode, type Message, openFailures } from './messages.ts';

/** Refuses what a server asks of its client. Returns a message that is about one of our channels. */
export function refuseRequests(leg: Leg, message: Message): ChannelMessage | undefined {
  switch (message.kind) {
    case 'open':
      leg.send(encode.openFailure(message.sender, openFailures.prohibited, 'the server may not open channels'));
      return undefined;
    case 'global-request':
      if (message.wantReply) leg.send(encode.requestFailure());
      return undefined;
    case 'request-success':
    case 'request-failure':
      return undefined;
    default:
      return message;
  }
}
