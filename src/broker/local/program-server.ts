import { type ChannelOpen, decode, encode, type Message, openFailures } from '../../ssh/messages.ts';
import { readTcpipTarget } from '../../ssh/tcpip-target.ts';
import type { Effect } from '../relay/effects.ts';
import type { Peer } from '../relay/peer.ts';
import { sendNumbered } from '../relay/transmit.ts';
import type { Doors } from './doors.ts';
import { ProgramChannel } from './program-channel.ts';

/**
 * A server in this process, for the relay to attach in place of one behind SSH: behind its channels are doors of ours.
 * So gate, taps, windows and the order of messages are those of every other session.
 */
export class ProgramServer implements Peer {
  readonly isPaused = false;
  private readonly channels = new Map<number, ProgramChannel>();
  private hear: (payload: Buffer) => void = () => {};
  private tellClosed: (reason: string) => void = () => {};
  private isOpen = true;

  constructor(private readonly doors: Doors) {}

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

  private open(open: ChannelOpen): void {
    if (open.type === 'direct-tcpip') return void this.openOnwards(open);
    this.channelFor(open);
  }

  /** The relay's number for a channel serves as ours too: it is free again when both sides have closed. */
  private channelFor(open: Pick<ChannelOpen, 'sender' | 'window' | 'maxPacket'>): ProgramChannel {
    const number = open.sender;
    const channel = new ProgramChannel(this.doors, open, (effect) => this.carryOut(number, effect));
    this.channels.set(number, channel);
    return channel;
  }

  /** The gate has checked the fields. */
  private async openOnwards({ sender, window, maxPacket, data }: ChannelOpen): Promise<void> {
    const { tcpip = async () => ({ refusal: 'connections onwards are not allowed here' }) } = this.doors;
    const answer = await tcpip(readTcpipTarget(data)!);
    if (!this.isOpen) return;
    if (typeof answer === 'function') return this.channelFor({ sender, window, maxPacket }).serve(answer);
    this.answer(encode.openFailure(sender, openFailures.prohibited, answer.refusal));
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
