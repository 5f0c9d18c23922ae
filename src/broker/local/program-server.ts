import { type ChannelOpen, decode, encode, type Message } from '../../ssh/messages.ts';
import type { Effect } from '../relay/effects.ts';
import type { Peer } from '../relay/peer.ts';
import { sendNumbered } from '../relay/transmit.ts';
import { ProgramChannel } from './program-channel.ts';
import type { StartProgram } from './program.ts';

/**
 * A server in this process, for the relay to attach in place of one behind SSH: the shell of each of its channels is a
 * program of ours. So gate, taps, windows and the order of messages are those of every other session.
 */
export class ProgramServer implements Peer {
  readonly isPaused = false;
  private readonly channels = new Map<number, ProgramChannel>();
  private hear: (payload: Buffer) => void = () => {};
  private tellClosed: (reason: string) => void = () => {};
  private isOpen = true;

  constructor(private readonly startProgram: StartProgram) {}

  send(head: Uint8Array, body: Uint8Array = Buffer.alloc(0)): void {
    if (this.isOpen) this.dispatch(decode(Buffer.concat([head, body])));
  }

  onPacket(listener: (payload: Buffer) => void): void {
    this.hear = listener;
  }

  onClose(listener: (reason: string) => void): void {
    this.tellClosed = listener;
  }

  /** Nothing waits here: what a client does not take waits in its channel, which then takes no more keys. */
  backlog(): number {
    return 0;
  }
  onDrain(): void {}
  pause(): void {}
  resume(): void {}

  end(reason = ''): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    for (const channel of this.channels.values()) channel.hangUp();
    this.channels.clear();
    queueMicrotask(() => this.tellClosed(reason));
  }

  destroy(reason: string): void {
    this.end(reason);
  }

  private dispatch(message: Message): void {
    switch (message.kind) {
      case 'open':
        return this.open(message);
      case 'global-request':
        return message.wantReply ? this.answer(encode.requestFailure()) : undefined;
      case 'request-success':
      case 'request-failure':
        return;
      default:
        this.channels.get(message.recipient)?.receive(message);
        if (message.kind === 'close') this.channels.delete(message.recipient);
    }
  }

  /** The relay's number for a channel serves as ours too: it is free again when both sides have closed. */
  private open(open: ChannelOpen): void {
    const number = open.sender;
    this.channels.set(number, new ProgramChannel(this.startProgram, open, (effect) => this.carryOut(number, effect)));
  }

  private carryOut(number: number, effect: Effect): void {
    if (effect.kind === 'ask' || effect.kind === 'open') return;
    sendNumbered({ send: (head, body) => this.answer(head, body) }, { ours: number, theirs: number }, effect);
  }

  /** Later than the message that it answers, as from a network: the relay is in the middle of sending. */
  private answer(head: Uint8Array, body: Uint8Array = Buffer.alloc(0)): void {
    const payload = Buffer.concat([head, body]);
    queueMicrotask(() => this.isOpen && this.hear(payload));
  }
}
