import { BoundedOutput } from '../../ssh/bounded-output.ts';
import { Credit, fullWindow } from '../../ssh/credit.ts';
import {
  type ChannelMessage,
  type ChannelOpen,
  encode,
  maxPacket,
  type OpenConfirmation,
  openFailures,
} from '../../ssh/messages.ts';
import {
  shellFields,
  subsystemFields,
  terminalFields,
  type TerminalSize,
  windowChangeFields,
} from '../../ssh/request-fields.ts';
import { WireReader } from '../../ssh/wire.ts';
import { Flow } from '../relay/flow.ts';
import { type NumberedMessage, sendNumbered } from '../relay/transmit.ts';
import { ChannelStream } from './channel-stream.ts';
import { LocalPeer } from './local-peer.ts';

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
export class LocalClient extends LocalPeer {
  /** The channel's data. For a shell, what the server writes to standard error is among it, as on a terminal. */
  readonly stream: ChannelStream;
  /** Whether the server has started what was asked for. */
  isStarted = false;
  /** Whether the server has said that it does not. */
  isRefused = false;
  /** What the server has written to standard error of a subsystem. */
  readonly errors = new BoundedOutput(longestErrors);
  /** The exit status of the shell, once there is one. */
  exitStatus?: number;
  private readonly output = new Flow('user', (effect) => this.emit(effect as NumberedMessage));
  private readonly input = new Credit();
  private theirs = 0;
  private isConfirmed = false;

  constructor(private readonly wish: ClientWish) {
    super();
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
    if (this.isOpen) this.request(windowChangeFields(size));
  }

  override onPacket(listener: (payload: Buffer) => void): void {
    super.onPacket(listener);
    this.say(encode.open('session', ours, fullWindow, maxPacket));
  }

  protected override hold(): void {
    this.output.isHeld = true;
  }

  protected override release(): void {
    this.output.release();
    this.stream.taken();
  }

  protected override hangUp(): void {
    this.stream.destroy();
  }

  protected override onOpen({ sender }: ChannelOpen): void {
    this.say(encode.openFailure(sender, openFailures.prohibited, 'not here'));
  }

  protected override onMessage(message: ChannelMessage): void {
    switch (message.kind) {
      case 'open-confirmation':
        return this.onConfirmation(message);
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
        return this.onClosed();
    }
  }

  private onConfirmation({ sender, window, maxPacket: largest }: OpenConfirmation): void {
    this.theirs = sender;
    this.isConfirmed = true;
    const { wish } = this;
    if (wish.kind === 'shell') this.request(terminalFields(wish.terminal.type, wish.terminal.size));
    this.request(wish.kind === 'shell' ? shellFields() : subsystemFields(wish.name));
    this.output.openReceiver(window, largest);
  }

  private onRequest(name: string, data: Buffer): void {
    if (name === 'exit-status') this.exitStatus = new WireReader(data).uint32();
  }

  /** A server that does not start what was asked for leaves the channel open. */
  private onFailure(): void {
    this.isRefused = true;
    if (this.wish.kind === 'subsystem') this.errors.add(Buffer.from(`the server has no ${this.wish.name}`));
    this.end();
  }

  /** The server has closed the channel: what it sent before is still read. */
  private onClosed(): void {
    this.leave('closed');
    this.stream.receiveEnd();
    this.stream.end();
  }

  private get isOpen(): boolean {
    return this.isConfirmed && !this.isEnded;
  }

  private grant(): void {
    if (this.stream.isFull || !this.isOpen) return;
    const amount = this.input.grant();
    if (amount > 0) this.emit({ to: 'target', kind: 'window-adjust', amount });
  }

  private request(fields: Buffer): void {
    this.say(Buffer.concat([encode.request(this.theirs), fields]));
  }

  private emit(effect: NumberedMessage): void {
    if (!this.isOpen) return;
    sendNumbered({ send: (head, body) => this.say(head, body) }, { ours, theirs: this.theirs }, effect);
  }
}
