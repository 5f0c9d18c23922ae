import { ProtocolViolation } from './messages.ts';

/** Bytes that may be received and not yet passed on, for each channel and direction. */
export const fullWindow = 2 * 1024 * 1024;

const largestWindow = 2 ** 32 - 1;

/**
 * Flow control for one direction of a channel, between two windows of RFC 4254: the one that we grant to the sender,
 * and the one that the receiver grants to us. All numbers are bytes.
 *
 * What the sender may still send is `given <= max(have - reserve, 0) + window - queued`, and never more than `window`.
 */
export class Credit {
  /** What the receiver still accepts. */
  have = 0;
  /** What the sender may still send. */
  given = 0;
  /** Received and not passed on yet. */
  queued = 0;
  /** The part of the receiver's window that is reserved for our own messages. */
  reserve = 0;
  /** The most that may be in transit to us and queued here. */
  window = 0;

  /** What may be passed on now. */
  get usable(): number {
    return Math.max(this.have - this.reserve, 0);
  }

  /** The sender sent `length` bytes. @throws ProtocolViolation when they were not granted */
  received(length: number): void {
    if (length > this.given) throw new ProtocolViolation('more data than the window allows');
    this.given -= length;
  }

  /** The receiver accepts `amount` more bytes. @throws ProtocolViolation when its window exceeds 2^32 - 1 */
  adjusted(amount: number): void {
    if (this.have + amount > largestWindow) throw new ProtocolViolation('a window beyond 4 GiB');
    this.have += amount;
  }

  /** `length` bytes were passed on. */
  sent(length: number): void {
    this.have -= length;
  }

  /**
   * What to grant the sender now: 0 if less than half of the window, since smaller grants cost time and gain nothing.
   */
  grant(): number {
    const most = Math.min(this.usable + this.window - this.queued, this.window);
    const amount = most - this.given;
    if (amount < this.window / 2) return 0;
    this.given += amount;
    return amount;
  }
}
