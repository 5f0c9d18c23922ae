import { BoundedOutput } from '../../ssh/bounded-output.ts';
import { Credit, fullWindow } from '../../ssh/credit.ts';
import {
  type ChannelMessage,
  decode,
  encode,
  type Message,
  maxPacket,
  shellFields,
  subsystemFields,
  terminalFields,
  type TerminalSize,
  windowChangeFields,
} from '../../ssh/messages.ts';
import { WireReader } from '../../ssh/wire.ts';
import { Flow } from '../relay/flow.ts';
import type { Peer } from '../relay/peer.ts';
import { type NumberedMessage, sendNumbered } from '../relay/transmit.ts';
import { ChannelStream } from './channel-stream.ts';

/** What a LocalClient asks for on its channel. */
export type ClientWish =
  | { readonly kind: 'shell'; readonly terminal: { readonly type: string; readonly size: TerminalSize } }
  | { readonly kind: 'subsystem'; readonly name: 'sftp' };

/** Its only channel has this number. */
const ours = 0;
const longestErrors = 4096;

/**
 * A client in this process, for a session to serve in place of an engineer's connection: one channel with a shell or a
 * subsystem, whose data are a stream. It leaves when the channel is closed, and when the stream is destroyed.
 */
export class LocalClient implements Peer {
  /** The channel's data. For a shell, what the server writes to standard error is among it, as on a terminal. */
  readonly stream: ChannelStream;
  /** Whether the server has started what was asked for. */
  isStarted = false;
  /** What the server has written to standard error of a subsystem. */
  readonly errors = new BoundedOutput(longestErrors);
  /** The exit status of the shell, once there is one. */
  exitStatus?: number;
  readonly isPaused = false;
  private readonly output = new Flow('user', (effect) => this.emit(effect as NumberedMessage));
  private readonly input = new Credit();
  private theirs = 0;
  private state: 'opening' | 'open' | 'closed' = 'opening';
  private hear: (payload: Buffer) => void = () => {};
  private tellClosed: (reason: string) => void = () => {};

  constructor(private readonly wish: ClientWish) {
    const { output } = this;
    this.stream = new ChannelStream({
      send: (data) => output.say(0, data),
      get waiting() {
        return output.waiting;
      },
      resumed: () => this.grant(),
      ended: () => output.end(),
      closed: () => this.end(),
    });
    this.input.window = this.input.given = fullWindow;
  }

  /** The terminal has another size now. */
  resize(size: TerminalSize): void {
    if (this.state === 'open') this.request(windowChangeFields(size));
  }

  send(head: Uint8Array, body: Uint8Array = Buffer.alloc(0)): void {
    if (this.state !== 'closed') this.dispatch(decode(Buffer.concat([head, body])));
  }

  onPacket(listener: (payload: Buffer) => void): void {
    this.hear = listener;
    this.say(encode.open('session', ours, fullWindow, maxPacket));
  }

  onClose(listener: (reason: string) => void): void {
    this.tellClosed = listener;
  }

  /** Nothing waits here: what the reader does not take waits in the session's channel. */
  backlog(): number {
    return 0;
  }
  onDrain(): void {}
  pause(): void {}
  resume(): void {}

  end(reason = 'closed'): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.stream.destroy();
    queueMicrotask(() => this.tellClosed(reason));
  }

  destroy(reason: string): void {
    this.end(reason);
  }

  private dispatch(message: Message): void {
    switch (message.kind) {
      case 'open':
        return this.say(encode.openFailure(message.sender, 1, 'not here'));
      case 'global-request':
        return message.wantReply ? this.say(encode.requestFailure()) : undefined;
      case 'request-success':
      case 'request-failure':
        return;
      default:
        return this.receive(message);
    }
  }

  private receive(message: ChannelMessage): void {
    switch (message.kind) {
      case 'open-confirmation':
        return this.onOpen(message.sender, message.window, message.maxPacket);
      case 'data':
        this.input.received(message.data.length);
        if (message.stream === 1 && this.wish.kind === 'subsystem') this.errors.add(message.data);
        else this.stream.receive(message.data);
        return this.grant();
      case 'window-adjust':
        this.output.adjust(message.amount);
        return this.stream.taken();
      case 'request':
        return this.onRequest(message.name, message.data);
      case 'success':
        this.isStarted = true;
        return;
      case 'failure':
        return this.onFailure();
      case 'eof':
        return this.stream.receiveEnd();
      case 'open-failure':
      case 'close':
        return this.leave();
    }
  }

  private onOpen(theirs: number, window: number, largest: number): void {
    this.theirs = theirs;
    this.state = 'open';
    const { wish } = this;
    if (wish.kind === 'shell') this.request(terminalFields(wish.terminal.type, wish.terminal.size));
    this.request(wish.kind === 'shell' ? shellFields() : subsystemFields(wish.name));
    this.output.openReceiver(window, largest);
  }

  private onRequest(name: string, data: Buffer): void {
    if (name === 'exit-status') this.exitStatus = new WireReader(data).uint32();
  }

  /** A server without the subsystem leaves the channel open; a shell starts without a terminal, too. */
  private onFailure(): void {
    if (this.wish.kind !== 'subsystem') return;
    this.errors.add(Buffer.from(`the server has no ${this.wish.name}`));
    this.end();
  }

  /** The server has closed the channel: what it sent before is still read. */
  private leave(): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.stream.receiveEnd();
    this.stream.end();
    queueMicrotask(() => this.tellClosed('closed'));
  }

  private grant(): void {
    if (this.stream.isFull || this.state !== 'open') return;
    const amount = this.input.grant();
    if (amount > 0) this.emit({ to: 'target', kind: 'window-adjust', amount });
  }

  private request(fields: Buffer): void {
    this.say(Buffer.concat([encode.request(this.theirs), fields]));
  }

  private emit(effect: NumberedMessage): void {
    if (this.state !== 'open') return;
    sendNumbered({ send: (head, body) => this.say(head, body) }, { ours, theirs: this.theirs }, effect);
  }

  /** Later than what it answers, as from a network: the relay is in the middle of sending. */
  private say(head: Uint8Array, body: Uint8Array = Buffer.alloc(0)): void {
    const payload = Buffer.concat([head, body]);
    queueMicrotask(() => this.hear(payload));
  }
}
