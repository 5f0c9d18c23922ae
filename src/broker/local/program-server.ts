import { type ChannelMessage, type ChannelOpen, encode, openFailures } from '../../ssh/messages.ts';
import { readTcpipTarget } from '../../ssh/tcpip-target.ts';
import type { Effect } from '../relay/effects.ts';
import { sendNumbered } from '../relay/transmit.ts';
import type { Doors } from './doors.ts';
import { LocalPeer } from './local-peer.ts';
import { ProgramChannel } from './program-channel.ts';

/**
 * A server in this process, for the relay to attach in place of one behind SSH: behind its channels are doors of ours.
 * So gate, taps, windows and the order of messages are those of every other session.
 */
export class ProgramServer extends LocalPeer {
  private readonly channels = new Map<number, ProgramChannel>();

  constructor(private readonly doors: Doors) {
    super();
  }

  protected override hold(): void {
    for (const channel of this.channels.values()) channel.hold();
  }

  protected override release(): void {
    for (const channel of this.channels.values()) channel.release();
  }

  protected override hangUp(): void {
    for (const channel of this.channels.values()) channel.hangUp();
    this.channels.clear();
  }

  protected override onMessage(message: ChannelMessage): void {
    this.channels.get(message.recipient)?.receive(message);
    if (message.kind === 'close') this.channels.delete(message.recipient);
  }

  protected override onOpen(open: ChannelOpen): void {
    if (open.type === 'direct-tcpip') return void this.openOnwards(open);
    this.channelFor(open);
  }

  /** The relay's number for a channel serves as ours too: it is free again when both sides have closed. */
  private channelFor(open: Pick<ChannelOpen, 'sender' | 'window' | 'maxPacket'>): ProgramChannel {
    const number = open.sender;
    const channel = new ProgramChannel(this.doors, open, (effect) => this.carryOut(number, effect));
    this.channels.set(number, channel);
    if (this.isPaused) channel.hold();
    return channel;
  }

  /** The gate has checked the fields. */
  private async openOnwards({ sender, window, maxPacket, data }: ChannelOpen): Promise<void> {
    const { tcpip = async () => ({ refusal: 'connections onwards are not allowed here' }) } = this.doors;
    const answer = await tcpip(readTcpipTarget(data)!);
    if (this.isEnded) return;
    if (typeof answer === 'function') return this.channelFor({ sender, window, maxPacket }).serve(answer);
    this.say(encode.openFailure(sender, openFailures.prohibited, answer.refusal));
  }

  private carryOut(number: number, effect: Effect): void {
    if (effect.kind === 'ask' || effect.kind === 'open') return;
    sendNumbered({ send: (head, body) => this.say(head, body) }, { ours: number, theirs: number }, effect);
  }
}
