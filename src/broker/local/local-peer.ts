import { type ChannelMessage, type ChannelOpen, decode, encode, type Message } from '../../ssh/messages.ts';
import type { Peer } from '../relay/peer.ts';

const nothing = Buffer.alloc(0);

/**
 * One end of a session in this process, in place of an SSH connection. Nothing waits in it: what is not taken waits in
 * its channels, within their windows.
 */
export abstract class LocalPeer implements Peer {
  isPaused = false;
  private isOver = false;
  private hear: (payload: Buffer) => void = () => {};
  private tellClosed: (reason: string) => void = () => {};

  send(head: Uint8Array, body: Uint8Array = nothing): void {
    if (!this.isOver) this.dispatch(decode(Buffer.concat([head, body])));
  }

  onPacket(listener: (payload: Buffer) => void): void {
    this.hear = listener;
  }

  onClose(listener: (reason: string) => void): void {
    this.tellClosed = listener;
  }

  backlog(): number {
    return 0;
  }
  onDrain(): void {}

  pause(): void {
    if (this.isPaused) return;
    this.isPaused = true;
    this.hold();
  }

  resume(): void {
    if (!this.isPaused) return;
    this.isPaused = false;
    this.release();
  }

  end(reason = 'closed'): void {
    if (this.isOver) return;
    this.leave(reason);
    this.hangUp();
  }

  destroy(reason: string): void {
    this.end(reason);
  }

  /** The other end takes no more: its connection is behind. What is in the channels waits until `release`. */
  protected abstract hold(): void;
  protected abstract release(): void;
  /** The session is over: what is behind the channels ends too. */
  protected abstract hangUp(): void;
  protected abstract onOpen(open: ChannelOpen): void;
  protected abstract onMessage(message: ChannelMessage): void;

  protected get isEnded(): boolean {
    return this.isOver;
  }

  /** Nothing more is sent or received. */
  protected leave(reason: string): void {
    this.isOver = true;
    queueMicrotask(() => this.tellClosed(reason));
  }

  /** Later than what it answers, as from a network: the relay is in the middle of sending. */
  protected say(head: Uint8Array, body: Uint8Array = nothing): void {
    const payload = Buffer.concat([head, body]);
    queueMicrotask(() => !this.isOver && this.hear(payload));
  }

  private dispatch(message: Message): void {
    switch (message.kind) {
      case 'open':
        return this.onOpen(message);
      case 'global-request':
        return message.wantReply ? this.say(encode.requestFailure()) : undefined;
      case 'request-success':
      case 'request-failure':
        return;
      default:
        return this.onMessage(message);
    }
  }
}
