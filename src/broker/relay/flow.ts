import { Credit } from '../../ssh/credit.ts';
import { assertMaxPacket, maxPacket, ProtocolViolation, type Stream } from '../../ssh/messages.ts';
import { ByteQueue } from './byte-queue.ts';
import { type Emit, otherSide, type Side } from './effects.ts';

/** One direction of a channel: data, then EOF, then CLOSE, always in this order and never beyond a window. */
export class Flow {
  /** While true, nothing is passed on and nothing more is granted; what arrives waits in order. */
  isHeld = false;
  private readonly credit = new Credit();
  private readonly queue = new ByteQueue();
  private readonly to: Side;
  private receiverMaxPacket = 0;
  private receiver: 'unknown' | 'open' | 'deaf' = 'unknown';
  private eof: 'none' | 'received' | 'sent' = 'none';
  private closing = false;

  constructor(
    private readonly from: Side,
    private readonly emit: Emit,
  ) {
    this.to = otherSide(from);
  }

  /** The sender learns from another message (an open or its confirmation) that it may send this much. */
  announce(window: number): void {
    this.credit.window = this.credit.given = window;
  }

  /** Data from the sender. @throws ProtocolViolation */
  receive(stream: Stream, data: Uint8Array): void {
    if (data.length > maxPacket) throw new ProtocolViolation('a data message that is too large');
    if (this.eof !== 'none') throw new ProtocolViolation('data after EOF');
    this.credit.received(data.length);
    if (this.receiver !== 'deaf') this.pass(stream, data);
    this.grant();
  }

  /** The sender has no more data. */
  end(): void {
    if (this.eof === 'none') this.eof = 'received';
    this.flush();
  }

  /** The sender's CLOSE, or ours instead of it: passed on after what is queued. */
  close(): void {
    this.closing = true;
    this.flush();
  }

  /** The receiver has opened and takes this much. @throws ProtocolViolation */
  openReceiver(window: number, packetSize: number, reserve = 0): void {
    assertMaxPacket(packetSize);
    this.receiver = 'open';
    this.receiverMaxPacket = Math.min(packetSize, maxPacket);
    this.credit.reserve = Math.min(reserve, Math.floor(window / 8));
    this.adjust(window);
  }

  /** The receiver takes this much more. @throws ProtocolViolation */
  adjust(amount: number): void {
    this.credit.adjusted(amount);
    this.flush();
    this.grant();
  }

  /** Grants the sender a larger window from now on. */
  widen(window: number): void {
    this.credit.window = window;
    this.grant();
  }

  /** Passes on what was held. */
  release(): void {
    this.isHeld = false;
    this.flush();
    this.grant();
  }

  /** The receiver takes no more data: what is queued is dropped, what arrives is counted and dropped. */
  discardIncoming(): void {
    this.receiver = 'deaf';
    this.drop();
    this.flush();
    this.grant();
  }

  /** Drops what is queued. */
  drop(): void {
    this.queue.clear();
    this.credit.queued = 0;
  }

  /**
   * Sends our own bytes instead of the sender's data, using the reserved part of the window too. Sends nothing once EOF
   * was passed on or the receiver takes no more data.
   */
  say(stream: Stream, data: Uint8Array): void {
    if (this.eof === 'sent' || this.receiver === 'deaf') return;
    this.credit.reserve = 0;
    this.eof = 'none';
    this.pass(stream, data);
  }

  /** Sends our own bytes among the sender's data. */
  add(stream: Stream, data: Uint8Array): void {
    if (this.eof === 'none' && this.receiver !== 'deaf') this.pass(stream, data);
  }

  /** Bytes that wait to be passed on. */
  get waiting(): number {
    return this.queue.length;
  }

  private pass(stream: Stream, data: Uint8Array): void {
    const isOpen = this.receiver === 'open' && !this.isHeld;
    const fits = isOpen && data.length <= this.credit.usable && data.length <= this.receiverMaxPacket;
    if (fits && this.waiting === 0) return this.send(stream, data);
    this.queue.append(stream, data);
    this.credit.queued = this.queue.length;
    this.flush();
  }

  private flush(): void {
    if (this.receiver === 'unknown' || this.isHeld) return;
    while (this.queue.length > 0 && this.credit.usable > 0) {
      const { stream, data } = this.queue.take(Math.min(this.credit.usable, this.receiverMaxPacket));
      this.credit.queued = this.queue.length;
      this.send(stream, data);
    }
    if (this.queue.length > 0) return;
    if (this.eof === 'received' && this.receiver === 'open') this.sendEof();
    if (this.closing) this.emit({ to: this.to, kind: 'close' });
  }

  private send(stream: Stream, data: Uint8Array): void {
    if (data.length === 0) return;
    this.credit.sent(data.length);
    this.emit({ to: this.to, kind: 'data', stream, data });
  }

  private sendEof(): void {
    this.eof = 'sent';
    this.emit({ to: this.to, kind: 'eof' });
  }

  private grant(): void {
    if (this.eof !== 'none' || this.closing || this.isHeld) return;
    const amount = this.credit.grant();
    if (amount > 0) this.emit({ to: this.from, kind: 'window-adjust', amount });
  }
}
