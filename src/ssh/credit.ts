import { ProtocolViolation } from './messages.ts';

/** What we may receive from one side and not have passed on, for each channel and direction. */
export const fullWindow = 2 * 1024 * 1024;

const largestWindow = 2 ** 32 - 1;

/**
 * The flow control of one direction of a channel, between the two windows of RFC 4254: a sender's, which we grant, and a
 * receiver's, which we are granted. All numbers are bytes.
 *
 * What a sender may still send is `given <= max(have - reserve, 0) + window - queued`, and never more than `window`.
 */
export class Credit {
  /** What the receiver still takes. */
  have = 0;
  /** What the sender may still send. */
  given = 0;
  /** What came and could not be passed on. */
  queued = 0;
  /** Kept of the receiver's window for our own words. */
  reserve = 0;
  /** What may be on its way to us, and here, at most. */
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

  /** The receiver takes `amount` bytes more. @throws ProtocolViolation when nobody can count that far */
  adjusted(amount: number): void {
    if (this.have + amount > largestWindow) throw new ProtocolViolation('a window beyond 4 GiB');
    this.have += amount;
  }

  /** `length` bytes were passed on. */
  sent(length: number): void {
    this.have -= length;
  }

  /** What to grant the sender now: nothing until half of the window is used, since finer grants cost time and gain none. */
  grant(): number {
    const most = Math.min(this.usable + this.window - this.queued, this.window);
    const amount = most - this.given;
    if (amount < this.window / 2) return 0;
    this.given += amount;
    return amount;
  }
}
