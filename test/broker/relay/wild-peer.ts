import type { Side } from '../../../src/broker/relay/effects.ts';
import { type ChannelMessage, decode, ProtocolViolation } from '../../../src/ssh/messages.ts';
import { dataBit } from './channel-end.ts';
import type { ChannelModel } from './channel-model.ts';
import { requestOf } from './channel-requests.ts';

/**
 * Sends any payload at all, from a peer that obeys no rule. The model records what the peer says, so that what the
 * broker makes of it is checked like everything else.
 *
 * @throws ProtocolViolation when the peer is sent away and nothing is left to check
 */
export function sendWildly(model: ChannelModel, side: Side, payload: Buffer): void {
  if (side === 'target' && (!model.wasAskedToOpen || model.targetIsGone)) return;
  try {
    deliver(model, side, payload);
  } catch (error) {
    if (side === 'user' || !(error instanceof ProtocolViolation)) throw error;
    model.loseTarget();
  }
}

function deliver(model: ChannelModel, side: Side, payload: Buffer): void {
  const message = decode(payload);
  if (!('recipient' in message)) return;
  if (!model.isKnown(side)) throw new ProtocolViolation('no such channel');
  if (message.kind === 'data') message.data.forEach((byte, index) => (message.data[index] = byte | dataBit));
  note(model, side, message);
  model.receive(side, payload);
}

function note(model: ChannelModel, side: Side, message: ChannelMessage): void {
  const end = model.end(side);
  switch (message.kind) {
    case 'data':
      for (const byte of message.data) end.sent.push(message.stream * 256 + byte);
      end.granted -= message.data.length;
      return;
    case 'window-adjust':
      end.window += message.amount;
      return;
    case 'eof':
      end.saidEof = true;
      return;
    case 'close':
      end.closed = true;
      return;
    case 'request': {
      const { name, wantReply } = requestOf(message.raw.subarray(5)) ?? message;
      return model.noteRequest(side, name, wantReply);
    }
    case 'success':
    case 'failure':
      end.toAnswer.shift();
      end.answered.push(message.kind);
      return;
    case 'open-confirmation':
      return model.noteConfirmation(message.window, message.maxPacket);
    case 'open-failure':
      model.isTakenOver = model.targetIsGone = true;
  }
}
